"""A household explained over a connection that is held open, as pages do."""

from pathlib import Path

import pytest

from flows.answers import household
from flows.answers.published import NotFoundError
from flows.desk.held_county import HeldCounty
from flows.steps import run_month
from tests.flows.answered_county import BELOW, ILL, make_county
from tests.flows.workspaces import copied


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.intake.judge", lambda *_: [])
        return make_county(tmp_path_factory.mktemp("held") / "county")


def test_each_answer_is_that_of_the_command(made: Path) -> None:
    held = HeldCounty(made)
    for asked in (BELOW, ILL, BELOW):
        assert held.household(asked) == household.answer(made, asked, None)
    with pytest.raises(NotFoundError, match="户编号"):
        held.household("no such household")
    assert held.household(ILL)["household"]["household_id"] == ILL
    held.close()


def test_another_published_database_is_seen_at_the_next_question(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = copied(made, tmp_path / "county")
    held = HeldCounty(county)
    before = held.household(BELOW)
    settings = county / "fangfanpin.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[lines]\nsubsistence_standard = 9000\n", "utf-8")
    changed = held.household(BELOW)
    assert before["recomputed"]
    assert not changed["recomputed"]  # the county's line is another than the published one
    monkeypatch.setattr("flows.intake.judge", lambda *_: [])
    run_month(county, before["period"])
    after = held.household(BELOW)
    assert after["recomputed"]
    assert after == household.answer(county, BELOW, None)
    held.close()
