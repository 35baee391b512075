"""Random sequences of deliveries, resends, corrections, withdrawals and undos, and what counts in the end.

Every sequence is about one household of its own, so that one county can go through many of them at once.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.withdrawal import files as withdrawal
from tests.flows.small_county import (
    disaster,
    drop,
    household,
    id_number,
    incomes,
    make_workspace,
    member,
    settlement,
)
from tests.flows.workspaces import query

Row = dict[str, Any]
PERIODS = ("2021-05", "2021-06")
NAMES = ("甲", "乙")
ROUNDS = 3
FACTS = 4  # different facts of a source in a sequence
KEYS = {
    "health_insurance": ("settlement_no",),
    "emergency": ("name", "occurred_on"),
    "incomes": ("month",),
}


def _folded(text: str) -> str:
    return text.replace(" ", "").replace("曉", "晓")


@dataclass
class Sent:
    """A file that was sent, as the interface says what becomes of it."""

    source: str
    period: str
    name: str
    rows: tuple[tuple[tuple[str, Any], ...], ...]
    file_id: int = 0
    duplicate_of: "Sent | None" = None
    withdrawn: bool = False

    @property
    def content(self) -> "Sent":
        return self.duplicate_of or self

    @property
    def facts(self) -> set[tuple[str, ...]]:
        """What the interface identifies a fact by, within one household."""
        return {tuple(_folded(dict(row)[column]) for column in KEYS[self.source]) for row in self.rows}

    def replaces(self, earlier: "Sent") -> bool:
        """Whether this file replaces an earlier one of its name whole."""
        same_place = (self.source, self.period, self.name) == (earlier.source, earlier.period, earlier.name)
        mine, others = self.content.facts, earlier.content.facts
        return same_place and self.content is not earlier.content and 2 * len(mine & others) >= len(others)


@dataclass
class History:
    """Everything that was sent about one household."""

    number: int
    random: random.Random
    sent: list[Sent] = field(default_factory=list)

    @property
    def household_id(self) -> str:
        return f"H{self.number}"

    @property
    def person(self) -> tuple[str, str]:
        return "毛晓燕", id_number(f"350181198{self.number % 10}0101{self.number // 10:03}")

    def in_force(self) -> list[Sent]:
        """The files whose rows count, in the order in which they replace each other."""
        standing = [sent for sent in self.sent if not sent.content.withdrawn]
        kept = [
            each
            for at, each in enumerate(standing)
            if not any(later.replaces(each) for later in standing[at + 1 :])
        ]
        return [
            sent for sent in standing if sent.duplicate_of is None and any(k.content is sent for k in kept)
        ]

    def deliver(self) -> Sent:
        """Another file: often of a name that was used, sometimes with the bytes of an earlier one."""
        source = self.random.choice(["health_insurance", "emergency", "incomes"])
        place = (source, self.random.choice(PERIODS), f"{self.number}{self.random.choice(NAMES)}")
        earlier = [sent for sent in self.sent if sent.source == source]
        again = bool(earlier) and self.random.random() < 0.3
        rows = self.random.choice(earlier).rows if again else tuple(self._rows(source))
        same = [sent for sent in self.in_force() if sent.source == source and sent.rows == rows]
        sent = Sent(*place, rows, duplicate_of=same[0] if same else None)
        self.sent.append(sent)
        return sent

    def _rows(self, source: str) -> Iterator[tuple[tuple[str, Any], ...]]:
        chosen = sorted(self.random.sample(range(FACTS), self.random.randint(1, FACTS)))
        for fact in chosen:
            amount = self.random.randint(1, 9) * 1000 + len(self.sent)  # no two files are equal by chance
            yield tuple(self._row(source, fact, amount).items())

    def _row(self, source: str, fact: int, amount: int) -> Row:
        day = f"2021-0{fact + 1}-10"
        if source == "health_insurance":
            return settlement(f"S{self.number}-{fact}", *self.person, day, amount)
        if source == "incomes":
            return incomes(self.household_id, [day[:7]], amount)[0]
        name, number = self.person
        return disaster(self.random.choice([name, "毛小燕", "毛 曉燕"]), number, day, amount)

    def toggle(self) -> tuple[Sent, bool] | None:
        """Withdraw a file, or put one back; None if there is nothing to do."""
        taken = [sent for sent in self.sent if sent.duplicate_of is None]
        back = [s for s in taken if s.withdrawn and not any(o.rows == s.rows for o in self._others(s))]
        if back and self.random.random() < 0.5:
            sent, undo = self.random.choice(back), True
        elif there := [sent for sent in taken if not sent.withdrawn]:
            sent, undo = self.random.choice(there), False
        else:
            return None
        sent.withdrawn = not undo
        return sent, undo

    def _others(self, sent: Sent) -> list[Sent]:
        return [other for other in self.in_force() if other is not sent and other.source == sent.source]


def rosters(root: Path, sequences: Sequence[History]) -> None:
    """One household of one person for each sequence."""
    make_workspace(root)
    drop(root, "households", "2021-05/户.csv", [household(s.household_id) for s in sequences])
    people = [member(s.household_id, "M1", *s.person) for s in sequences]
    drop(root, "members", "2021-05/人.csv", people)


def put(root: Path, sent: Sent, name: str) -> None:
    """Drop a file into the inbox."""
    drop(root, sent.source, f"{sent.period}/{name}.csv", [dict(row) for row in sent.rows])


def note_numbers(root: Path, sent: Sequence[Sent]) -> None:
    """Note the numbers that the files were given, in the order in which they were sent."""
    taken = query(root, "SELECT source, period, name, file_id FROM files ORDER BY file_id")
    numbers = {(source, period, name): file_id for source, period, name, file_id in taken}
    for each in sent:
        each.file_id = numbers[each.source, each.period, f"{each.period}/{each.name}.csv"]


def apply(root: Path, toggled: tuple[Sent, bool]) -> None:
    """Withdraw a file by its command, or put it back."""
    sent, undo = toggled
    withdrawal.withdraw(root, sent.file_id, undo=undo)
