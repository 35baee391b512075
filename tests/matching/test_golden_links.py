"""Every way of writing a person that interface.md names, linked to a roster of a few families."""

from typing import Any

import pytest

from tests.matching.county import GOLDEN, linked

CASES = GOLDEN["cases"]


@pytest.fixture(scope="module")
def together() -> dict[int, dict[str, Any]]:
    return linked({key: case["row"] for key, case in enumerate(CASES)})


@pytest.mark.parametrize("key", range(len(CASES)), ids=[case["what"] for case in CASES])
def test_row_is_linked_as_expected(key: int, together: dict[int, dict[str, Any]]) -> None:
    link, expected = together[key], CASES[key]["expect"]
    if "household" in expected:
        assert (link["status"], link["household_id"]) == ("linked", expected["household"]), link
        assert link["member_id"] == expected["member"], link
    else:
        assert link["status"] in expected["status"], link
        assert link["household_id"] is None
        assert link["probability"] is None
    assert link["stage"] == expected.get("stage", link["stage"])


def test_no_two_cases_have_the_same_name() -> None:
    assert len({case["what"] for case in CASES}) == len(CASES)
