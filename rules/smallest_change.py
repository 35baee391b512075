"""The smallest changes that would stop an alert, as slots of `sql/rules/raised_households.sql`."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from rules.avoidance import OUT_OF_REACH, Part, parts
from rules.declarations.bounds import Bounds, partial_sql
from rules.declarations.model import Operand, Pack
from rules.declarations.operands import bounds_of
from sql import literal, quoted


def rule_column(name: str) -> str:
    """The column that says whether a rule fires; NULL where it is unknown."""
    return quoted(f"rule:{name}")


@dataclass(frozen=True)
class SmallestChange:
    """Changes of single figures, for every rule of a pack that fires."""

    pack: Pack
    parameters: Mapping[str, Decimal]
    operands: Mapping[str, Operand]

    def slots(self) -> dict[str, str]:
        """Slots: the steps of each change, and the changes in words, with rules that no change undoes."""
        needs: list[str] = []
        without: dict[str, list[str]] = {}
        moves: dict[tuple[str, bool | None], list[str]] = {}
        partial: dict[tuple[str, bool | None], set[str]] = {}
        for rule, part in self._parts():
            columns = [f"need_{len(needs) + n}" for n in range(max(1, len(part.ways)))]
            steps = [way.steps for way in part.ways] or [str(OUT_OF_REACH)]
            holds = f"{rule_column(rule)} AND {part.condition}"
            needs += [f"CASE WHEN {holds} THEN {s} END AS {c}" for s, c in zip(steps, columns, strict=True)]
            without.setdefault(rule, []).append(f"least({', '.join(columns)}) >= {OUT_OF_REACH}")
            for way, chosen in zip(part.ways, _chosen(columns), strict=False):
                moves.setdefault((way.operand, way.rises), []).append(chosen)
                partial.setdefault((way.operand, way.rises), set()).update(part.bounded)
        needs += [f"{partial_sql(name, self._bounds)} AS {_open(name)}" for name in self._bounds]
        changes = [self._change(*move, steps, partial[move]) for move, steps in moves.items()]
        changes += [self._to_be_settled(rule, none) for rule, none in without.items()]
        return {"needs": ", ".join(needs), "changes": ", ".join(changes)}

    @cached_property
    def _bounds(self) -> Bounds:
        return bounds_of(self.operands)

    def _parts(self) -> Iterator[tuple[str, Part]]:
        for name, rule in self.pack.rules.items():
            yield from ((name, part) for part in parts(rule, self.operands, self.parameters, self._bounds))

    def _change(self, name: str, rises: bool | None, steps: list[str], partial: Collection[str]) -> str:
        """SQL for the largest change that a figure needs, in words; NULL (kept by `||`) if it needs none.

        It is at least so much where a figure of `partial` is not whole.
        """
        operand, most = self.operands[name], f"greatest({', '.join(steps)})"
        if rises is None:
            return f"CASE WHEN {most} > 0 THEN {literal(f'{operand.label}得到解决')} END"
        verb = literal(f"{operand.label}{'增加' if rises else '减少'}")
        amount = f"CAST({most} AS DECIMAL(20, 0)) * 0.01" if operand.kind == "money" else most
        figure = rf"regexp_replace(CAST({amount} AS VARCHAR), '\.00$', '')"
        least = f"CASE WHEN {' OR '.join(map(_open, sorted(partial))) or 'false'} THEN '至少' ELSE '' END"
        return f"{verb} || {least} || {figure} || {literal(operand.unit)}"

    def _to_be_settled(self, rule: str, without_way: list[str]) -> str:
        """SQL for the words on a rule that no single change undoes."""
        words = literal(f"{self.pack.rules[rule].label}须核实解决")
        return f"CASE WHEN {' OR '.join(without_way)} THEN {words} END"


def _open(name: str) -> str:
    return quoted(f"{name} open")


def _chosen(columns: list[str]) -> list[str]:
    """For each change that undoes a part: its steps if it is the smallest (the first if equal), else NULL."""
    return [
        "CASE WHEN "
        + " AND ".join(
            [f"{column} < {OUT_OF_REACH}"]
            + [f"{column} < {other}" for other in columns[:position]]
            + [f"{column} <= {other}" for other in columns[position + 1 :]]
        )
        + f" THEN {column} END"
        for position, column in enumerate(columns)
    ]
