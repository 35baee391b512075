"""Losing data never clears, lowers or raises an alert, and turns no answer into another, under any pack."""

from collections.abc import Iterator

import pytest

from rules.declarations.pack import load_packs
from tests.flows.lossy_county import FAMILIES, MONTHS, Judges, whole_county, worse_off

pytestmark = pytest.mark.slow

# Months with something to lose, and some without. Not 2019-06 and 2021-05 of emergency: a file of the same
# month or the next stands for them, so that without their rows they are quiet months.
LOST = {
    "incomes": [MONTHS[0], MONTHS[13], MONTHS[23]],
    "health_insurance": ["2019-06", "2020-02", "2020-08", "2020-12", "2021-03", "2021-05"],
    "emergency": ["2019-08", "2020-05", "2020-08", "2021-01"],
    "education": ["2020-03", "2021-03"],
}


@pytest.fixture(scope="module")
def judges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judges]:
    with whole_county(tmp_path_factory.mktemp("whole")) as month:
        yield Judges(month, load_packs())


def test_the_whole_county_is_decided(judges: Judges) -> None:
    for outcome in judges.whole.values():
        assert set(outcome.rules.values()) == {"fires"}
        assert {state for _, state in outcome.alerts.values()} == {"continuing"}
        assert len(outcome.alerts) > len(FAMILIES) / 2


@pytest.mark.parametrize(("source", "lost"), [(source, m) for source, months in LOST.items() for m in months])
def test_a_lost_month_changes_no_alert_and_turns_no_answer(judges: Judges, source: str, lost: str) -> None:
    results = judges.without(source, lost)
    differing = {key: worse_off(judges.whole[key], results[key]) for key in results}
    assert not any(differing.values()), differing
    assert any("unknown" in outcome.rules.values() for outcome in results.values())
