"""Comparisons of amounts of which only a bound is known: decided if every amount within it decides alike.

A household's expenses are a lower bound while a month of their source is missing, its income less expenses
an upper one. Each side of a comparison is computed at both ends of what it may be (interval arithmetic,
Moore 1966); the comparison is TRUE or FALSE if it is so at every end, otherwise NULL. `and`, `or` and `not`
then combine the three values as for any unknown operand.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from sqlglot import exp

from sql import quoted

Bound = Literal["at_least", "at_most"]
Bounds = Mapping[str, Bound]
"""Operands that may be known by a bound only, and on which side of it the amount lies."""

BEYOND = Decimal("999999999999.99")
"""The greatest amount that a figure holds (DECIMAL(14, 2)); an amount without a bound may be as much."""

_OPPOSITE_ENDS: dict[Bound, str] = {"at_least": "at most", "at_most": "at least"}

Comparison = exp.LT | exp.LTE | exp.GT | exp.GTE | exp.EQ | exp.NEQ
COMPARISONS = (exp.LT, exp.LTE, exp.GT, exp.GTE, exp.EQ, exp.NEQ)


def opposite_end(name: str, bound: Bound) -> str:
    """Name of the column with the other end of what an operand may be; equal to it if the figure is whole."""
    return f"{name} {_OPPOSITE_ENDS[bound]}"


def partial_sql(name: str, bounds: Bounds) -> str:
    """SQL for whether an operand's figure is only a bound; NULL if not even that is known."""
    return f"{quoted(name)} <> {quoted(opposite_end(name, bounds[name]))}"


def decided(tree: exp.Expr, bounds: Bounds) -> exp.Expr:
    """`tree` with each comparison of a bounded amount replaced by one that is NULL while it is undecided.

    Args:
        tree: an accepted expression with its parameters filled in; it is changed.
        bounds: operands for which the relation also has the column `opposite_end`.
    """
    for comparison in list(tree.find_all(*COMPARISONS)):
        if _is_bounded(comparison, bounds):
            comparison.replace(_decided(comparison, bounds))
    return tree


def ends(node: exp.Expr, bounds: Bounds) -> tuple[exp.Expr, exp.Expr]:
    """The least and the greatest value of a numeric expression."""
    if not _is_bounded(node, bounds):
        return node.copy(), node.copy()
    if isinstance(node, exp.Column):
        bound = bounds[node.name]
        other = exp.column(exp.to_identifier(opposite_end(node.name, bound), quoted=True))
        return (node.copy(), other) if bound == "at_least" else (other, node.copy())
    low, high = _ENDS[type(node)](*(ends(part, bounds) for part in node.iter_expressions()))
    return exp.Paren(this=low), exp.Paren(this=high)


def _is_bounded(node: exp.Expr, bounds: Bounds) -> bool:
    return any(column.name in bounds for column in node.find_all(exp.Column))


def _decided(comparison: exp.Expr, bounds: Bounds) -> exp.Expr:
    """TRUE if it holds wherever in their ranges the sides are, FALSE if nowhere, else NULL."""
    left, right = ends(comparison.this, bounds), ends(comparison.expression, bounds)
    always, never = _OUTCOMES[type(comparison)](left, right)
    cases = exp.Case().when(always, exp.true()).when(never, exp.false())
    return exp.Paren(this=cases)


Ends = tuple[exp.Expr, exp.Expr]  # the least and the greatest value


def _ordered(kind: type[exp.Binary], *, rising: bool) -> Callable[[Ends, Ends], Ends]:
    """When `left < right` (or `>`, as `rising`: the greater left is, the truer) always and never holds."""

    def outcomes(left: Ends, right: Ends) -> Ends:
        always = _compared(kind, left[not rising], right[rising])
        possible = _compared(kind, left[rising], right[not rising])
        return always, exp.Not(this=exp.Paren(this=possible))

    return outcomes


def _compared(kind: type[exp.Binary], left: exp.Expr, right: exp.Expr) -> exp.Binary:
    return kind(this=exp.Paren(this=left.copy()), expression=exp.Paren(this=right.copy()))


def _equal(left: Ends, right: Ends) -> Ends:
    single = exp.and_(_compared(exp.EQ, left[0], right[1]), _compared(exp.EQ, left[1], right[0]))
    apart = exp.or_(_compared(exp.GT, left[0], right[1]), _compared(exp.LT, left[1], right[0]))
    return single, apart


def _unequal(left: Ends, right: Ends) -> Ends:
    single, apart = _equal(left, right)
    return apart, single


_OUTCOMES: dict[type[exp.Expr], Callable[[Ends, Ends], Ends]] = {
    exp.LT: _ordered(exp.LT, rising=False),
    exp.LTE: _ordered(exp.LTE, rising=False),
    exp.GT: _ordered(exp.GT, rising=True),
    exp.GTE: _ordered(exp.GTE, rising=True),
    exp.EQ: _equal,
    exp.NEQ: _unequal,
}


def _each(kind: type[exp.Func]) -> Callable[..., Ends]:
    """Ends of a function that grows with each of its parts."""

    def ends_of(*parts: Ends) -> Ends:
        low, high = (_function(kind, [part.copy() for part in of_end]) for of_end in zip(*parts, strict=True))
        return low, high

    return ends_of


def _sum(left: Ends, right: Ends) -> Ends:
    low, high = (_compared(exp.Add, a, b) for a, b in zip(left, right, strict=True))
    return low, high


def _difference(left: Ends, right: Ends) -> Ends:
    return _compared(exp.Sub, left[0], right[1]), _compared(exp.Sub, left[1], right[0])


def _product(left: Ends, right: Ends) -> Ends:
    products = [_compared(exp.Mul, a, b) for a in left for b in right]
    return _function(exp.Least, products), _function(exp.Greatest, products)


def _negative(part: Ends) -> Ends:
    low, high = (exp.Neg(this=exp.Paren(this=end.copy())) for end in reversed(part))
    return low, high


def _absolute(part: Ends) -> Ends:
    low, high = part
    below = exp.Neg(this=exp.Paren(this=high.copy()))
    nearest = _function(exp.Greatest, [low.copy(), below, exp.Literal.number(0)])
    return nearest, _function(exp.Greatest, [exp.Abs(this=low.copy()), exp.Abs(this=high.copy())])


def _function(kind: type[exp.Func], parts: Sequence[exp.Expr]) -> exp.Expr:
    """As the parser makes it from DuckDB's text, whose greatest and least ignore NULL."""
    first, *others = parts
    ignoring = {} if kind is exp.Coalesce else {"ignore_nulls": True}
    return kind(this=first, expressions=others, **ignoring)


_ENDS: dict[type[exp.Expr], Callable[..., Ends]] = {
    exp.Paren: lambda part: part,
    exp.Add: _sum,
    exp.Sub: _difference,
    exp.Mul: _product,
    exp.Neg: _negative,
    exp.Abs: _absolute,
    exp.Greatest: _each(exp.Greatest),
    exp.Least: _each(exp.Least),
    exp.Coalesce: _each(exp.Coalesce),
}
