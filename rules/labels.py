"""Chinese labels of a period as rows, to be joined by lists, pages and explanations."""

from collections.abc import Mapping

import duckdb

from rules.declarations.causes import causes_of
from rules.declarations.model import Pack
from rules.declarations.operands import operands_of
from rules.declarations.words import words
from rules.engine import previous_period
from sql import insert, statement

_TABLES = ("operands", "causes", "words")

Words = Mapping[str, Mapping[str, str]]
"""Chinese by kind, then by word."""


def declare(con: duckdb.DuckDBPyConnection, period: str, pack: Pack, further: Words) -> None:
    """Rewrite this period's rows of `operands`, `causes` and `words`.

    Args:
        con: warehouse with those tables.
        period: identification month, `'2021-06'`.
        pack: the pack in force; its own operands, causes and target classes are included.
        further: words by kind from other packages, such as those of links.
    """
    for table in _TABLES:
        con.execute(f"DELETE FROM {table} WHERE period = $period", {"period": period})
    operands = [
        (period, name, o.label, o.unit, o.kind, o.optional, list(o.sources))
        for name, o in operands_of(pack).items()
    ]
    kinds = {**words(), "target_class": pack.target_classes, **further}
    shown = [
        (period, kind, word, label) for kind, by_word in kinds.items() for word, label in by_word.items()
    ]
    insert(con, "operands", operands)
    insert(con, "causes", [(period, *cause) for cause in causes_of(pack).items()])
    insert(con, "words", shown)


def keep(con: duckdb.DuckDBPyConnection, period: str) -> None:
    """Copy from the previous period the labels of an earlier pack that this period's alerts still use."""
    months = {"period": period, "previous": previous_period(con, period)}
    con.execute(statement("rules/kept_operands"), months)
    con.execute(statement("rules/kept_causes"), months)
    con.execute(statement("rules/kept_classes"), months)
