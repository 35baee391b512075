"""Conditions of packs: boolean SQL expressions over declared words, and nothing else.

An expression is parsed, refused unless each of its nodes is of an allowed type and the right kind, and
compiled to DuckDB. SQL's three-valued logic is kept: if an unknown operand matters, the result is NULL.
Numbers are decimal.
"""

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal

import sqlglot
from sqlglot import exp

from data_contracts.errors import SettingsError
from rules.declarations.bounds import Bound, Bounds, decided, ends

Kind = Literal["boolean", "number"]

WHOLE: Bounds = MappingProxyType({})
"""No operand is bounded: every figure is whole."""

_SHAPES: dict[type[exp.Expression], tuple[Kind, Kind]] = {  # node: (kind of its parts, its own kind)
    **dict.fromkeys((exp.And, exp.Or, exp.Not), ("boolean", "boolean")),
    **dict.fromkeys((exp.LT, exp.LTE, exp.GT, exp.GTE, exp.EQ, exp.NEQ), ("number", "boolean")),
    **dict.fromkeys((exp.Add, exp.Sub, exp.Mul, exp.Neg), ("number", "number")),
    **dict.fromkeys((exp.Coalesce, exp.Greatest, exp.Least, exp.Abs), ("number", "number")),
}

_ARITHMETIC: dict[type[exp.Expression], Callable[..., Decimal]] = {
    exp.Paren: operator.pos,
    exp.Add: operator.add,
    exp.Sub: operator.sub,
    exp.Mul: operator.mul,
    exp.Neg: operator.neg,
    exp.Abs: operator.abs,
    exp.Greatest: lambda *parts: max(parts),
    exp.Least: lambda *parts: min(parts),
    exp.Coalesce: lambda *parts: parts[0],
}


def kind_of(text: str, words: Mapping[str, Kind]) -> Kind:
    """The kind of an expression; it may use `words`, arithmetic, comparisons, and/or/not and four functions.

    Raises:
        SettingsError: if it uses anything else.
    """
    return _kind(_parsed(text), words)


@cache
def names(text: str) -> frozenset[str]:
    """The words that an expression uses."""
    return frozenset(column.name for column in _parsed(text).find_all(exp.Column))


def numbers(text: str) -> set[Decimal]:
    """The numbers written in an expression."""
    return {Decimal(literal.name) for literal in _parsed(text).find_all(exp.Literal)}


def replaced(text: str, words: Mapping[str, str]) -> str:
    """An accepted expression with some of its words replaced by other expressions."""
    if not names(text) & words.keys():
        return text
    tree = exp.Paren(this=_parsed(text).copy())
    for column in list(tree.find_all(exp.Column)):
        if column.name in words:
            column.replace(exp.Paren(this=_parsed(words[column.name]).copy()))
    return tree.sql(dialect="duckdb")


def value_of(text: str, known: Mapping[str, Decimal]) -> Decimal:
    """The exact value of an accepted numeric expression whose words are all known."""
    return _value(_parsed(text), known)


def to_sql(text: str, parameters: Mapping[str, Decimal], bounds: Bounds = WHOLE) -> str:
    """An accepted expression as DuckDB SQL: parameters become decimal literals, operands stay columns.

    A comparison is NULL where an operand is, and where it depends on how far an amount is from its bound.
    """
    filled = {(name, format(parameters[name], "f")) for name in names(text) & parameters.keys()}
    bounded = {(name, bounds[name]) for name in names(text) & bounds.keys()}
    return _sql(text, frozenset(filled), frozenset(bounded))


def ends_sql(text: str, parameters: Mapping[str, Decimal], bounds: Bounds) -> tuple[str, str]:
    """SQL for the least and the greatest value that an accepted numeric expression may have."""
    low, high = (_as_sql(end) for end in ends(_filled(_parsed(text), parameters), bounds))
    return low, high


@lru_cache(4096)  # of one household after the other, the same hundred expressions
def _sql(text: str, parameters: frozenset[tuple[str, str]], bounds: frozenset[tuple[str, Bound]]) -> str:
    return tree_sql(_parsed(text), {name: Decimal(number) for name, number in parameters}, dict(bounds))


def tree_of(text: str) -> exp.Expression:
    """The syntax tree of an accepted expression, for analysis; it must not be changed."""
    return _parsed(text)


def tree_sql(part: exp.Expr, parameters: Mapping[str, Decimal], bounds: Bounds = WHOLE) -> str:
    """The same as `to_sql`, for a part of an accepted expression."""
    return _as_sql(decided(_filled(part, parameters), bounds))


def _filled(part: exp.Expr, parameters: Mapping[str, Decimal]) -> exp.Expr:
    """A copy, in which each parameter is its number."""
    tree = exp.Paren(this=part.copy())
    for column in list(tree.find_all(exp.Column)):
        if column.name in parameters:
            column.replace(exp.Literal.number(format(parameters[column.name], "f")))
    return tree


def _as_sql(tree: exp.Expr) -> str:
    for extreme in reversed(list(tree.find_all(exp.Greatest, exp.Least))):  # innermost first
        extreme.replace(_unknown_if_any_part_is(extreme))
    return tree.sql(dialect="duckdb")


def _unknown_if_any_part_is(extreme: exp.Func) -> exp.Expression:
    """NULL if any part is NULL: DuckDB's greatest and least ignore NULL, which would decide unknown cases."""
    parts_known = [part.copy().is_(exp.null()).not_() for part in extreme.iter_expressions()]
    return exp.Paren(this=exp.Case().when(exp.and_(*parts_known), extreme.copy()))


def _value(node: exp.Expression, known: Mapping[str, Decimal]) -> Decimal:
    if type(node) is exp.Literal:
        return Decimal(node.name)
    if type(node) is exp.Column:
        return known[node.name]
    return _ARITHMETIC[type(node)](*(_value(part, known) for part in node.iter_expressions()))


@cache
def _parsed(text: str) -> exp.Expression:
    try:
        statements = sqlglot.parse(text, dialect="duckdb")
    except sqlglot.errors.SqlglotError as error:
        raise SettingsError(f"条件“{text}”无法解析，请检查括号和运算符。") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Expression):
        raise SettingsError(f"条件“{text}”应为一个表达式。")
    return statements[0]


def _kind(node: exp.Expression, words: Mapping[str, Kind]) -> Kind:
    if type(node) is exp.Paren:
        return _kind(node.this, words)
    if type(node) not in _SHAPES:
        return _kind_of_leaf(node, words)
    wanted, own = _SHAPES[type(node)]
    for part in node.iter_expressions():
        if _kind(part, words) != wanted:
            raise SettingsError(f"“{part.sql()}”应为{'是非判断' if wanted == 'boolean' else '数值'}。")
    return own


def _kind_of_leaf(node: exp.Expression, words: Mapping[str, Kind]) -> Kind:
    if type(node) is exp.Boolean:
        return "boolean"
    if type(node) is exp.Literal and not node.is_string and node.name.replace(".", "", 1).isdecimal():
        return "number"  # 1e3 would be a binary floating-point number
    if type(node) is exp.Column and len(node.parts) == 1 and node.name in words:
        return words[node.name]
    raise SettingsError(
        f"“{node.sql()}”不能用在条件里：只能用已声明的指标和参数，以及 and、or、not、比较、加减乘、"
        "coalesce、greatest、least、abs。"
    )
