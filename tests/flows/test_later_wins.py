"""Whatever was sent, sent again, corrected and withdrawn: the tables are those of what counts in the end."""

import random
from pathlib import Path
from typing import Any

import pytest

from flows.steps import run_month
from tests.flows import deliveries
from tests.flows.deliveries import History, note_numbers, put, rosters
from tests.flows.workspaces import query

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unlisted")]

PERIOD = "2021-06"
COUNTED = {
    "health_insurance": "settlement_no, self_paid",
    "emergency": "occurred_on, loss",
    "incomes": "month, wage",
}


def by_household(root: Path, selected: str) -> dict[str, list[tuple[Any, ...]]]:
    grouped: dict[str, list[tuple[Any, ...]]] = {}
    for household_id, *values in query(root, selected):
        grouped.setdefault(household_id, []).append(tuple(values))
    return {household_id: sorted(values, key=repr) for household_id, values in grouped.items()}


def results(root: Path) -> dict[str, dict[str, list[tuple[Any, ...]]]]:
    """What was computed for each household, without the numbers of files."""
    tables = {
        "household_months": f"SELECT household_id, * FROM household_months WHERE period = '{PERIOD}'",
        "alerts": f"SELECT household_id, * FROM alerts WHERE period = '{PERIOD}'",
        "rule_results": f"SELECT household_id, * FROM rule_results WHERE period = '{PERIOD}'",
    }
    tables |= {s: f"SELECT household_id, {columns} FROM facts_{s}" for s, columns in COUNTED.items()}
    return {name: by_household(root, selected) for name, selected in tables.items()}


def in_turns(root: Path, sequences: list[History]) -> None:
    """All sequences, a round and a run at a time."""
    rosters(root, sequences)
    for _ in range(deliveries.ROUNDS):
        new = []
        for sequence in sequences:
            sent = sequence.deliver()
            put(root, sent, sent.name)
            new.append(sent)
        run_month(root, PERIOD)
        note_numbers(root, new)
        for toggled in filter(None, [s.toggle() for s in sequences if s.random.random() < 0.4]):
            deliveries.apply(root, toggled)
    run_month(root, PERIOD)


def at_once(root: Path, sequences: list[History]) -> None:
    """A county that gets what counts in the end, at once."""
    rosters(root, sequences)
    for sequence in sequences:
        for place, sent in enumerate(sequence.in_force()):
            put(root, sent, f"{sequence.number}-{place}")
    run_month(root, PERIOD)


@pytest.mark.usefixtures("unjudged")
@pytest.mark.parametrize("seeds", [range(10), range(100, 300)], ids=["few", "200"])
def test_the_tables_are_those_of_what_counts_in_the_end(tmp_path: Path, seeds: range) -> None:
    sequences = [History(seed, random.Random(seed)) for seed in seeds]
    in_turns(tmp_path / "turns", sequences)
    at_once(tmp_path / "once", sequences)
    turns, once = results(tmp_path / "turns"), results(tmp_path / "once")
    assert {name: _differing(turns[name], once[name]) for name in turns} == {name: set() for name in turns}


def _differing(turns: dict[str, Any], once: dict[str, Any]) -> set[str]:
    return {
        household for household in turns.keys() | once.keys() if turns.get(household) != once.get(household)
    }
