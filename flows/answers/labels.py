"""Labels of a period's indicators, causes and target classes: those of its run, else today's."""

from typing import Any

import duckdb

from rules.declarations.causes import causes_of, load_causes
from rules.declarations.operands import load_operands, operands_of
from rules.declarations.pack import Pack
from sql import rows, statement

Labels = dict[str, dict[str, Any]]
"""`operands`: name -> `label, unit, kind`; `causes` and `target_classes`: name -> label."""


def labels_of(con: duckdb.DuckDBPyConnection, period: str, pack: Pack | None) -> Labels:
    """Labels of `period`; if an older version ran it, those that `pack` declares.

    Args:
        con: published warehouse.
        period: identification month.
        pack: the pack that the period was published with; None if it has changed since.
    """
    labels = _declared(pack)
    for row in rows(con, statement("explain/labels"), {"period": period}):
        labels[row["kind"]][row["name"]] = (
            {"label": row["label"], "unit": row["unit"], "kind": row["figure"]}
            if row["kind"] == "operands"
            else row["label"]
        )
    return labels


def _declared(pack: Pack | None) -> Labels:
    operands = operands_of(pack) if pack else load_operands()
    return {
        "operands": {
            name: {"label": o.label, "unit": o.unit, "kind": o.kind} for name, o in operands.items()
        },
        "causes": dict(causes_of(pack) if pack else load_causes()),
        "target_classes": dict(pack.target_classes) if pack else {},
    }
