"""Who moved between households of the roster: interface.md, "Who lives together changes", in plain Python."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

Roster = Mapping[str, str]  # member: household


class Reported(Protocol):
    """An income row: the household's, of a month, from a file (period, name and row number)."""

    @property
    def household_id(self) -> str | None: ...
    @property
    def month(self) -> str: ...
    @property
    def sent(self) -> tuple[str, str, int]: ...


@dataclass(frozen=True)
class Move:
    """A member who is in another household than in the roster before; `shown_in` names the later roster."""

    member: str
    left: str
    joined: str
    shown_in: str


@dataclass(frozen=True)
class Moves:
    """All moves up to a period, and the rosters."""

    period: str
    rosters: Mapping[str, Roster]

    def all(self) -> list[Move]:
        known = sorted(period for period in self.rosters if period <= self.period)
        return [
            Move(member, before, now, later)
            for earlier, later in pairwise(known)
            for member, before in self.rosters[earlier].items()
            if (now := self.rosters[later].get(member, before)) != before
        ]

    def joined(self) -> dict[str, tuple[str, str]]:
        """Household and month that a household whose members all moved there joined, by its old number."""
        present = set(self.rosters[self.period].values())
        by_household = defaultdict(list)
        for move in self.all():
            by_household[move.left].append(move)
        result = {}
        for household, moves in by_household.items():
            last = max(move.shown_in for move in moves)
            before = max(period for period in self.rosters if period < last)
            lived_there = {m for m, home in self.rosters[before].items() if home == household}
            went = {m.member: m.joined for m in moves if m.shown_in == last}
            if household not in present and lived_there == went.keys() and len(set(went.values())) == 1:
                result[household] = (next(iter(went.values())), last)
        return result

    def composition(self, household: str, months: Sequence[str], incomes: Iterable[Reported]) -> list[str]:
        """The rosters that show that at least a third of the present members came or went."""
        stated = {row.month: row.sent[0] for row in incomes}
        effective = [
            move
            for move in self.all()
            if household in {move.left, move.joined} and months[0] < move.shown_in
            and any(stated.get(month, "") <= move.shown_in for month in months if month < move.shown_in)
        ]  # fmt: skip
        members = sum(home == household for home in self.rosters[self.period].values())
        came_or_went = {move.member for move in effective}
        return sorted({move.shown_in for move in effective}) if 3 * len(came_or_went) >= members else []
