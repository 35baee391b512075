"""Any pack, one household at a time: conditions evaluated node by node, with Decimals and unknown values.

It shares only the parsed tree with the compiler: it makes no SQL and uses no database.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, localcontext
from typing import Any

from sqlglot import exp

from rules.declarations.conditions import tree_of
from rules.declarations.model import Operand, Pack

Figures = Mapping[str, Any]

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
    if kind in LEAVES:
        return LEAVES[kind](node, figures)
    parts = [value(part, figures) for part in node.iter_expressions()]
    if kind is exp.Coalesce:
        return next((part for part in parts if part is not None), None)
    if kind in (exp.And, exp.Or):
        decides = kind is exp.Or
        return decides if decides in parts else None if None in parts else not decides
    return None if None in parts else STRICT[kind](*parts)


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
        values[name] = figure
    return values


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
    raised, decided = level(pack, figures), outcomes(pack, figures)
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
