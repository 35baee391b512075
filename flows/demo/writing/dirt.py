"""How often what goes wrong, in declared mixes."""

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
    """Shares of all rows, `also`, `roster` and `likeness` aside; without arguments the usual mix.

    The kinds of `damage` exclude each other; of the further kinds those that change the same field do. A
    kind that few rows allow (a rare character, a number ending in X) comes as often as they allow.

    Attributes:
        damage: by kind, or by kinds joined with `+`: rows that a bureau wrote so.
        also: by kind: of the rows whose number `damage` left unsure, those which this befell as well.
        anywhere: by kind: rows which this befell as well, or alone, whatever `damage` says.
        roster: by kind: members whom the roster has so, in every period.
        likeness: how many people resemble others.
        outsiders: rows about people who are not in the roster.
        late: rows that arrive a month late.
        resent: rows sent again next month with changed amounts.
        reversed: settlements cancelled next month.
        repeated: rows that stand twice in one file.
        spoiled: further rows with an unreadable, blank or impossible cell.
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
        """The mix as a file declares it."""
        return cls(**{**mix, "likeness": Likeness(**mix.get("likeness", {}))})

    @classmethod
    def mixed(cls) -> Self:
        """The usual mix: 18 % of rows damaged."""
        return cls.of(declared("writing/mixes")[_USUAL])

    @classmethod
    def clean(cls) -> Self:
        """No damage, nothing late: the county as it is registered."""
        return cls.of(declared("writing/mixes")["clean"])
