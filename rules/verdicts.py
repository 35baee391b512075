"""What a pack says of a household as SQL expressions over its operands: every rule, and the level in the end.

Parameters that are not given stay columns of the same name, so that one statement can judge many values.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from rules.conditions import names, to_sql
from rules.model import Pack
from sql import quoted

UNDECIDED = "unknown"
NOT_LISTED = "none"


@dataclass(frozen=True)
class Verdicts:
    """Rules and levels of a pack as SQL.

    Attributes:
        pack: whose.
        parameters: that are constants; the others are columns.
    """

    pack: Pack
    parameters: Mapping[str, Decimal]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Words for the numbers of `outcome`."""
        return (NOT_LISTED, *self.pack.levels, UNDECIDED)

    def sql(self, expression: str) -> str:
        """An expression of the pack."""
        return to_sql(expression, self.parameters)

    def judged_once(self) -> dict[str, str]:
        """Columns for what only constants decide: `rule:<name>`, and `level:<name>` for its condition."""
        return {column: sql for column, sql in self._all() if not self._swept(column)}

    def swept_operands(self, operands: Mapping[str, object]) -> list[str]:
        """Operands in conditions that some column decides."""
        words = {word for column, text in self._texts() if self._swept(column) for word in names(text)}
        return [name for name in operands if name in words]

    def outcome(self, known: Mapping[str, str] | None = None) -> str:
        """Number of the outcome: 0 no rule fires, the rank of the gravest level that holds, then undecided.

        Args:
            known: names of columns that hold what `judged_once` says.
        """
        said = dict(self._all()) | {column: quoted(column) for column in known or ()}
        levels = " ".join(
            f"WHEN ({self._any(said, level.rules)}) AND {said[f'level:{name}']} THEN {rank}"
            for rank, (name, level) in enumerate(self.pack.levels.items(), 1)
        )
        undecided = f"WHEN ({self._any(said, self.pack.rules)}) IS NULL THEN {len(self.pack.levels) + 1}"
        return f"CAST(CASE {levels} {undecided} ELSE 0 END AS TINYINT)"

    def _any(self, said: Mapping[str, str], rules: object) -> str:
        return " OR ".join(said[f"rule:{name}"] for name in rules)  # type: ignore[attr-defined]

    def _texts(self) -> Iterator[tuple[str, str]]:
        yield from ((f"rule:{name}", rule.condition) for name, rule in self.pack.rules.items())
        yield from ((f"level:{name}", level.condition) for name, level in self.pack.levels.items())

    def _all(self) -> Iterator[tuple[str, str]]:
        return ((column, self.sql(text)) for column, text in self._texts())

    def _swept(self, column: str) -> bool:
        text = dict(self._texts())[column]
        return bool(names(text) & (self.pack.parameters.keys() - self.parameters.keys()))
