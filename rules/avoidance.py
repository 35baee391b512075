"""The exact smallest change of a single figure that would stop a rule from firing, from its condition.

A condition is split at `or` into parts; each part that holds must cease to hold. The figures considered are
those that the pack shows with a line, and within a part the one with the smallest change is named. If no
single figure can undo the part, there is no such change; a flag that raises an alert alone has to be settled.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlglot import exp

from rules.declarations.bounds import Bounds
from rules.declarations.conditions import tree_of, tree_sql
from rules.declarations.model import Operand, Rule

OUT_OF_REACH = 10**30
"""More steps than any figure can change: amounts are below 10^12 yuan, no line is 10^16 times as much."""

_STEPS_OF_ONE = {"money": 100, "count": 1}  # money changes in cents, counts in ones

_OPPOSITE: dict[type[exp.Expr], type[exp.Binary]] = {
    exp.LT: exp.GTE, exp.LTE: exp.GT, exp.GT: exp.LTE, exp.GTE: exp.LT, exp.EQ: exp.NEQ, exp.NEQ: exp.EQ,
    exp.And: exp.Or, exp.Or: exp.And,
}  # fmt: skip

_GREATER = (exp.GT, exp.GTE)
_STRICT = (exp.LT, exp.GT)
_COMPARISONS = (exp.LT, exp.LTE, exp.GT, exp.GTE)


@dataclass(frozen=True)
class Way:
    """A change of one figure that would undo one part of a condition.

    Attributes:
        operand: the figure.
        rises: whether it would have to increase; None for a flag, which would have to be settled.
        steps: SQL for the number of cents, persons or times; `OUT_OF_REACH` if impossible, 1 for a flag.
    """

    operand: str
    rises: bool | None
    steps: str


@dataclass(frozen=True)
class Part:
    """A part of a condition, which must cease to hold.

    Attributes:
        condition: the part as SQL.
        ways: changes, any one of which is enough; where a figure of `bounded` is not whole, so much at least.
        bounded: figures of the part of which only a bound may be known.
    """

    condition: str
    ways: tuple[Way, ...]
    bounded: tuple[str, ...]


def parts(
    rule: Rule, operands: Mapping[str, Operand], parameters: Mapping[str, Decimal], bounds: Bounds
) -> Iterator[Part]:
    """Each part of the rule's condition that can make it fire, with the changes that would undo it."""
    lined = [shown.operand for shown in rule.evidence if shown.line is not None]
    for part in _alternatives(_without_not(tree_of(rule.condition))):
        used = {column.name for column in part.find_all(exp.Column)}
        figures = [name for name in lined if name in used and not operands[name].rounded]
        yield Part(
            tree_sql(part, parameters, bounds),
            tuple(_ways(part, figures, operands, parameters, bounds)),
            tuple(sorted(used & bounds.keys())),
        )


def _ways(
    part: exp.Expr,
    figures: list[str],
    operands: Mapping[str, Operand],
    parameters: Mapping[str, Decimal],
    bounds: Bounds,
) -> Iterator[Way]:
    if isinstance(part, exp.Column) and operands[part.name].kind == "flag":
        yield Way(part.name, None, "1")
    money = [name for name in figures if operands[name].kind == "money"]
    for name in money or figures:  # cents cannot be compared with persons
        for rises in (True, False):
            distance = _Distance(name, rises, _STEPS_OF_ONE[operands[name].kind], parameters, bounds)
            if distance.is_any(part):
                yield Way(name, rises, distance.steps(part))


@dataclass(frozen=True)
class _Distance:
    """The distance of one figure, changing in one direction, to where parts of a condition cease to hold."""

    figure: str
    rises: bool
    steps_of_one: int
    parameters: Mapping[str, Decimal]
    bounds: Bounds

    def is_any(self, part: exp.Expr) -> bool:
        """Whether this change can undo any comparison."""
        return any(self._undoes(comparison) for comparison in part.find_all(*_COMPARISONS))

    def steps(self, part: exp.Expr) -> str:
        """SQL for the steps until `part` does not hold; 0 if it does not hold now."""
        part = part.unnest()
        if isinstance(part, exp.And | exp.Or):
            choice = "least" if isinstance(part, exp.And) else "greatest"
            return f"{choice}({self.steps(part.left)}, {self.steps(part.right)})"
        if self.figure not in {column.name for column in part.find_all(exp.Column)}:
            return f"CASE WHEN {tree_sql(part, self.parameters, self.bounds)} THEN {OUT_OF_REACH} ELSE 0 END"
        if isinstance(part, _COMPARISONS) and self._undoes(part):
            return self._to_the_line(part)
        return str(OUT_OF_REACH)

    def _to_the_line(self, comparison: exp.Binary) -> str:
        gap = f"{tree_sql(_gap(comparison), self.parameters)} * {self.steps_of_one}"
        steps = f"ceil({gap})" if isinstance(comparison, _STRICT) else f"floor({gap}) + 1"
        holds = tree_sql(comparison, self.parameters, self.bounds)
        return f"CASE WHEN {holds} THEN CAST({steps} AS HUGEINT) ELSE 0 END"

    def _undoes(self, comparison: exp.Binary) -> bool:
        return _factor(_gap(comparison), self.figure) == (-1 if self.rises else 1)


def _gap(comparison: exp.Binary) -> exp.Expr:
    """The difference that is positive (or not negative) while the comparison holds."""
    more, less = comparison.left, comparison.right
    if not isinstance(comparison, _GREATER):
        more, less = less, more
    return exp.Sub(this=exp.Paren(this=more.copy()), expression=exp.Paren(this=less.copy()))


def _factor(node: exp.Expr, figure: str) -> int | None:
    """How much an expression increases per unit of the figure: 1, 0 or -1; None if that is not constant."""
    if figure not in {column.name for column in node.find_all(exp.Column)}:
        return 0
    if isinstance(node, exp.Column):
        return 1
    if not isinstance(node, exp.Paren | exp.Neg | exp.Add | exp.Sub):
        return None
    factors = [_factor(part, figure) for part in node.iter_expressions()]
    if isinstance(node, exp.Neg | exp.Sub) and factors[-1] is not None:
        factors[-1] = -factors[-1]
    return None if None in factors else sum(f for f in factors if f is not None)


def _without_not(node: exp.Expr, *, denied: bool = False) -> exp.Expr:
    """The same condition with `not` moved inwards, so that it only applies to flags."""
    node = node.unnest()
    if isinstance(node, exp.Not):
        return _without_not(node.this, denied=not denied)
    if isinstance(node, exp.And | exp.Or):
        joined = _OPPOSITE[type(node)] if denied else type(node)
        left, right = (_without_not(side, denied=denied) for side in (node.left, node.right))
        return joined(this=exp.Paren(this=left.copy()), expression=exp.Paren(this=right.copy()))
    if denied and isinstance(node, exp.Binary) and type(node) in _OPPOSITE:
        return _OPPOSITE[type(node)](this=node.left.copy(), expression=node.right.copy())
    return exp.Not(this=node.copy()) if denied else node


def _alternatives(node: exp.Expr) -> Iterator[exp.Expr]:
    """The parts that `or` joins."""
    node = node.unnest()
    if isinstance(node, exp.Or):
        yield from _alternatives(node.left)
        yield from _alternatives(node.right)
    else:
        yield node
