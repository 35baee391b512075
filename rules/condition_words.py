"""Conditions of packs in Chinese, for people who do not read SQL."""

from collections.abc import Callable, Mapping

from sqlglot import exp

from rules.declarations.conditions import tree_of

_BETWEEN: dict[type[exp.Expression], str] = {
    exp.And: "，且 ",
    exp.Or: "，或 ",
    exp.LT: " 低于 ",
    exp.LTE: " 不高于 ",
    exp.GT: " 高于 ",
    exp.GTE: " 不低于 ",
    exp.EQ: " 等于 ",
    exp.NEQ: " 不等于 ",
    exp.Add: " ＋ ",
    exp.Sub: " － ",
    exp.Mul: " × ",
}
_OF: dict[type[exp.Expression], Callable[..., str]] = {
    exp.Paren: lambda inner: f"（{inner}）",
    exp.Not: lambda inner: f"并非 {inner}",
    exp.Neg: lambda inner: f"－{inner}",
    exp.Abs: lambda inner: f"{inner} 的绝对值",
    exp.Greatest: lambda *parts: f"{'、'.join(parts)} 中较大的",
    exp.Least: lambda *parts: f"{'、'.join(parts)} 中较小的",
    exp.Coalesce: lambda first, *others: f"{first}（不明时按 {'、'.join(others)}）",
}


def in_words(expression: str, labels: Mapping[str, str]) -> str:
    """An accepted expression in Chinese.

    Args:
        expression: an expression of a pack.
        labels: Chinese labels of its words; a word without a label is shown as it is.
    """
    return _node_in_words(tree_of(expression), labels)


def _node_in_words(node: exp.Expression, labels: Mapping[str, str]) -> str:
    if type(node) is exp.Column:
        return labels.get(node.name, node.name)
    if type(node) is exp.Literal:
        return node.name
    if type(node) is exp.Boolean:
        return "总是成立" if node.this else "从不成立"
    parts = [_node_in_words(part, labels) for part in node.iter_expressions()]
    if type(node) in _BETWEEN:
        return _BETWEEN[type(node)].join(parts)
    return _OF[type(node)](*parts)
