"""Chinese sentences of packs, filled in with a household's figures: `人均{income_per_capita}元`."""

import re
from collections.abc import Mapping
from decimal import Decimal

from rules.declarations.bounds import Bounds
from rules.declarations.conditions import Kind, ends_sql, kind_of, names, to_sql
from sql import literal

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def placeholders(sentence: str) -> list[str]:
    """The expressions in the braces of a sentence."""
    return _PLACEHOLDER.findall(sentence)


def sentence_sql(
    sentence: str, words: Mapping[str, Kind], parameters: Mapping[str, Decimal], bounds: Bounds
) -> str:
    """SQL that fills in a sentence: yuan with cents, whole numbers without a point, 不明 for NULL.

    A number that is only a bound is preceded by 至少 or 至多. Flags of guarantees (`guarantee_*`) become
    有疑问 or 无疑问; any other flag 是 or 否.
    """
    pieces = _PLACEHOLDER.split(sentence)  # text, expression, text, …
    parts = [
        _shown(piece, words, parameters, bounds) if position % 2 else literal(piece)
        for position, piece in enumerate(pieces)
    ]
    return f"concat({', '.join(parts)})"


def _shown(text: str, words: Mapping[str, Kind], parameters: Mapping[str, Decimal], bounds: Bounds) -> str:
    sql = to_sql(text, parameters, bounds)
    if kind_of(text, words) == "boolean":
        yes, no = ("有疑问", "无疑问") if _of_guarantees(text) else ("是", "否")
        return f"CASE WHEN {sql} THEN '{yes}' WHEN NOT {sql} THEN '{no}' ELSE '不明' END"
    number = rf"coalesce(regexp_replace(CAST(CAST({sql} AS DECIMAL(20, 2)) AS VARCHAR), '\.00$', ''), '不明')"
    bounded = names(text) & bounds.keys()
    return f"concat({_side(text, sql, parameters, bounds)}, {number})" if bounded else number


def _side(text: str, sql: str, parameters: Mapping[str, Decimal], bounds: Bounds) -> str:
    """SQL for the word before a number that may be only a bound."""
    low, high = ends_sql(text, parameters, bounds)
    return (
        f"CASE WHEN {low} < {sql} AND {high} > {sql} THEN '约' "
        f"WHEN {high} > {sql} THEN '至少' WHEN {low} < {sql} THEN '至多' END"
    )


def _of_guarantees(text: str) -> bool:
    return all(name.startswith("guarantee_") for name in names(text))
