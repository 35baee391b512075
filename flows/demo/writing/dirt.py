"""Rates of errors, in declared mixes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from flows.demo.people.draws import declared
from flows.demo.people.likeness import Likeness

_USUAL = "mixed"


def _usual(part: str) -> Mapping[str, float]:
    rates: Mapping[str, float] = declared("writing/mixes")[_USUAL][part]
    return rates


@dataclass(frozen=True)
class Dirt:
    """Shares of all rows, except `also`, `roster` and `likeness`; without arguments the usual mix.

    Of the kinds in `damage` a row has at most one, of the further kinds at most one per field. A kind that
    only few rows can have (a rare character, a number ending in X) may occur less often than declared.

    Attributes:
        damage: by kind, or kinds joined with `+`: rows that a bureau wrote with this damage.
        also: by kind: of the rows whose number became uncertain by `damage`, those with this kind as well.
        anywhere: by kind: rows with this kind, alone or in addition to any other.
        roster: by kind: members with this damage in the roster, in every period.
        likeness: how many people resemble others.
        outsiders: rows about people who are not in the roster.
        late: rows that arrive a month late.
        resent: rows sent again next month with changed amounts.
        reversed: settlements cancelled next month.
        repeated: rows that are twice in one file.
        spoiled: additional rows with an unreadable, blank or impossible cell.
    """

    damage: Mapping[str, float] = field(default_factory=lambda: _usual("damage"))
    also: Mapping[str, float] = field(default_factory=lambda: _usual("also"))
    anywhere: Mapping[str, float] = field(default_factory=lambda: _usual("anywhere"))
    roster: Mapping[str, float] = field(default_factory=lambda: _usual("roster"))
    likeness: Likeness = field(default_factory=Likeness)
    outsiders: float = 1 / 3
    late: float = 0.01
    resent: float = 0.005
    reversed: float = 0.01
    repeated: float = 0.003
    spoiled: float = 0.002

    @classmethod
    def of(cls, mix: Mapping[str, Any]) -> Self:
        """The mix as declared in a file."""
        return cls(**{**mix, "likeness": Likeness(**mix.get("likeness", {}))})

    @classmethod
    def mixed(cls) -> Self:
        """The usual mix: 18 % of rows damaged."""
        return cls.of(declared("writing/mixes")[_USUAL])

    @classmethod
    def clean(cls) -> Self:
        """No damage, nothing late: the county as it is registered."""
        return cls.of(declared("writing/mixes")["clean"])
