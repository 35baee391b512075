"""A pack's verdict on a household as SQL over its operands: every rule, and the resulting level."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from rules.declarations.bounds import Bounds, opposite_end
from rules.declarations.conditions import names, to_sql
from rules.declarations.model import Pack
from sql import quoted

UNDECIDED = "unknown"
NOT_LISTED = "none"


@dataclass(frozen=True)
class Verdicts:
    """Rules and levels of a pack as SQL.

    Attributes:
        pack: the pack.
        parameters: parameters with a fixed value; a condition with any other parameter is open.
        bounds: operands of which only a bound may be known.
    """

    pack: Pack
    parameters: Mapping[str, Decimal]
    bounds: Bounds

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Names of the outcomes, by the numbers of `outcome`."""
        return (NOT_LISTED, *self.pack.levels, UNDECIDED)

    def judged_once(self) -> dict[str, str]:
        """The conditions that are not open, by column: `rule:<name>`, or `level:<name>` for a level's own."""
        return {
            column: to_sql(text, self.parameters, self.bounds)
            for column, text in self._conditions()
            if not self._is_open(text)
        }

    def open_columns(self, operands: Iterable[str]) -> list[str]:
        """Those of `operands` that open conditions use, and the columns with their other ends."""
        words = {word for _, text in self._conditions() if self._is_open(text) for word in names(text)}
        used = [name for name in operands if name in words]
        return used + [opposite_end(name, self.bounds[name]) for name in used if name in self.bounds]

    def outcome(self, known: Iterable[str] = ()) -> str:
        """SQL for the number of the outcome: 0 if no rule fires, the rank of the gravest level, or undecided.

        Args:
            known: conditions that are already columns, named as in `judged_once`.
        """
        conditions = {
            column: to_sql(text, self.parameters, self.bounds) for column, text in self._conditions()
        }
        conditions |= {column: quoted(column) for column in known}
        levels = " ".join(
            f"WHEN ({_any(conditions, level.rules)}) AND {conditions[f'level:{name}']} THEN {rank}"
            for rank, (name, level) in enumerate(self.pack.levels.items(), 1)
        )
        undecided = f"WHEN ({_any(conditions, self.pack.rules)}) IS NULL THEN {len(self.pack.levels) + 1}"
        return f"CAST(CASE {levels} {undecided} ELSE 0 END AS TINYINT)"

    def _conditions(self) -> Iterator[tuple[str, str]]:
        yield from ((f"rule:{name}", rule.condition) for name, rule in self.pack.rules.items())
        yield from ((f"level:{name}", level.condition) for name, level in self.pack.levels.items())

    def _is_open(self, text: str) -> bool:
        return bool(names(text) & (self.pack.parameters.keys() - self.parameters.keys()))


def _any(conditions: Mapping[str, str], rules: Iterable[str]) -> str:
    return " OR ".join(conditions[f"rule:{name}"] for name in rules)
