"""Every requirement is served or declared as not covered, and the page shows exactly that."""

import pytest

from tests.requirements_table import PAGE, REQUIREMENTS, ROOT, cases_of, page, parts_of_procedure, served_by
from tests.rules.golden import CASES
from tests.rules.warehouse import PACKS

LAST = {"N": 7, "G": 7, "X": 7, "C": 7, "F": 14}
DIGEST = [f"{letter}{number}" for letter, last in LAST.items() for number in range(1, last + 1)]


def test_the_page_is_what_packs_and_cases_say() -> None:
    assert PAGE.read_text("utf-8") == page(), "python -m tests.requirements_table"


def test_every_requirement_of_the_digest_has_its_row() -> None:
    assert list(REQUIREMENTS) == DIGEST


@pytest.mark.parametrize("number", DIGEST)
def test_every_requirement_is_served_or_declared_as_missing(number: str) -> None:
    parts = [part for pack in PACKS.values() for part in served_by(number, pack)]
    requirement = REQUIREMENTS[number]
    assert parts or requirement.get("elsewhere") or requirement.get("missing")
    by_rules = [part for part in parts if part.startswith("rules")]
    assert not by_rules or any(cases_of(number, key) for key in PACKS)


@pytest.mark.parametrize("number", DIGEST)
def test_what_serves_it_elsewhere_exists(number: str) -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    for entry in REQUIREMENTS[number].get("elsewhere", []):
        assert (ROOT / entry["where"]).exists(), entry["where"]
        assert f"def {entry['test']}(" in sources, entry["test"]


def test_packs_and_cases_name_existing_requirements() -> None:
    cases = {case["requirement"] for of_pack in CASES.values() for case in of_pack}
    parts = {
        number
        for pack in PACKS.values()
        for part in (
            *pack.rules.values(),
            *pack.measures,
            *pack.calendar,
            *parts_of_procedure(pack),
            *filter(None, (pack.scale, pack.elimination, pack.regional)),
        )
        for number in part.requirements
    }
    assert cases | parts <= set(DIGEST)


def test_what_a_batch_decides_or_schedules_is_in_a_pack() -> None:
    batch = {"N": (1, 2, 3), "G": (1, 2, 3, 5, 7), "X": (2, 5), "C": (1, 2, 3, 5, 6), "F": (1, 2, 3, 9, 12)}
    wanted = [f"{letter}{number}" for letter, numbers in batch.items() for number in numbers]
    without = [n for n in wanted if not any([*served_by(n, p)] or cases_of(n, k) for k, p in PACKS.items())]
    assert without == []
