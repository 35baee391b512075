"""Any pack, one household at a time: conditions evaluated node by node, with Decimals and unknown values.

It shares only the parsed tree with the compiler: it makes no SQL and uses no database. An amount that is only
a bound is a pair, the bound and an amount beyond all others; a comparison is known if it comes out the same
for every choice among such pairs.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, localcontext
from itertools import product
from typing import Any

from sqlglot import exp

from rules.declarations.conditions import tree_of
from rules.declarations.model import Operand, Pack

Figures = Mapping[str, Any]
BEYOND = Decimal("999999999999.99")

COMPARED: dict[type[exp.Expression], Callable[[Decimal, Decimal], bool]] = {
    exp.LT: lambda a, b: a < b,
    exp.LTE: lambda a, b: a <= b,
    exp.GT: lambda a, b: a > b,
    exp.GTE: lambda a, b: a >= b,
    exp.EQ: lambda a, b: a == b,
    exp.NEQ: lambda a, b: a != b,
}
STRICT: dict[type[exp.Expression], Callable[..., Any]] = {  # unknown if any part is
    **COMPARED,
    exp.Not: lambda a: not a,
    exp.Paren: lambda a: a,
    exp.Add: lambda a, b: a + b,
    exp.Sub: lambda a, b: a - b,
    exp.Mul: lambda a, b: a * b,
    exp.Neg: lambda a: -a,
    exp.Abs: abs,
    exp.Greatest: lambda *parts: max(parts),
    exp.Least: lambda *parts: min(parts),
}
LEAVES: dict[type[exp.Expression], Callable[[exp.Expression, Figures], Any]] = {
    exp.Column: lambda leaf, figures: figures[leaf.name],
    exp.Literal: lambda leaf, _: Decimal(leaf.name),
    exp.Boolean: lambda leaf, _: bool(leaf.this),
}


def value(node: exp.Expression, figures: Figures) -> Any:
    """A Decimal, a truth, or None where it is unknown."""
    kind = type(node)
    if kind in COMPARED and (open_ended := ranges(node, figures)):
        outcomes = [value(node, {**figures, **chosen}) for chosen in choices(open_ended)]
        return outcomes[0] if len(set(outcomes)) == 1 else None
    if kind in LEAVES:
        return LEAVES[kind](node, figures)
    parts = [value(part, figures) for part in node.iter_expressions()]
    if kind is exp.Coalesce:
        return next((part for part in parts if part is not None), None)
    if kind in (exp.And, exp.Or):
        decides = kind is exp.Or
        return decides if decides in parts else None if None in parts else not decides
    return None if None in parts else STRICT[kind](*parts)


def ranges(node: exp.Expression, figures: Figures) -> dict[str, tuple[Decimal, Decimal]]:
    """The operands of a comparison that are only bounds."""
    used = {column.name for column in node.find_all(exp.Column)}
    return {name: figures[name] for name in used if isinstance(figures[name], tuple)}


def choices(open_ended: Mapping[str, tuple[Decimal, Decimal]]) -> Iterator[dict[str, Decimal]]:
    for chosen in product(*open_ended.values()):
        yield dict(zip(open_ended, chosen, strict=True))


def at_bounds(figures: Figures) -> dict[str, Any]:
    """The figures as stored: of an amount that is only a bound, the bound."""
    return {name: figure[0] if isinstance(figure, tuple) else figure for name, figure in figures.items()}


def of(text: str, figures: Figures) -> Any:
    """Value of an expression; no product of a pack's numbers has more than forty digits."""
    with localcontext(prec=40):
        return value(tree_of(text), figures)


def known(
    month: Figures, operands: Mapping[str, Operand], parameters: Mapping[str, Decimal]
) -> dict[str, Any]:
    """Every name of a condition with its value for one household."""
    values: dict[str, Any] = dict(parameters)
    for name, operand in operands.items():
        figure = month.get(name)
        if operand.kind != "flag" and figure is not None:
            figure = None if operand.zero_is_unknown and figure == 0 else Decimal(figure)
        if operand.complete and month.get(operand.complete) is False and figure is not None:
            figure = partial(operand, figure)
        values[name] = figure
    return values


def partial(operand: Operand, figure: Any) -> Any:
    """A figure of which data are missing: a flag that is not TRUE is unknown, an amount is a bound."""
    if operand.kind == "flag":
        return figure or None
    return (figure, BEYOND if operand.bound == "at_least" else -BEYOND)


def outcomes(pack: Pack, figures: Figures) -> dict[str, str]:
    """Rules that fire or are unknown."""
    truths = {name: of(rule.condition, figures) for name, rule in pack.rules.items()}
    return {name: "fires" if truth else "unknown" for name, truth in truths.items() if truth is not False}


def level(pack: Pack, figures: Figures) -> str | None:
    """The gravest level that a rule raises and whose condition is true."""
    fired = {name for name, outcome in outcomes(pack, figures).items() if outcome == "fires"}
    reached = (n for n, at in pack.levels.items() if fired & set(at.rules) and of(at.condition, figures))
    return next(reached, None)


def margin(pack: Pack, figures: Figures, operands: Mapping[str, Operand]) -> Decimal | None:
    """Value less line, of the first rule that raised the level and has both."""
    raised, decided, figures = level(pack, figures), outcomes(pack, figures), at_bounds(figures)
    for name, rule in pack.rules.items():
        if raised is None or decided.get(name) != "fires" or name not in pack.levels[raised].rules:  # type: ignore[index]
            continue
        for shown in rule.evidence:
            if shown.line is None or operands[shown.operand].kind != "money":
                continue
            value, line = figures[shown.operand], of(shown.line, figures)
            if value is not None and line is not None:
                return Decimal(value) - Decimal(line)
    return None


def comparisons(pack: Pack) -> Iterator[exp.Expression]:
    """Every comparison in a rule or a level."""
    for text in [part.condition for part in (*pack.rules.values(), *pack.levels.values())]:
        yield from tree_of(text).find_all(*COMPARED)
