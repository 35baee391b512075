"""Computes for every household the figures that operands declare as made `of` facts."""

from collections.abc import Mapping

import duckdb

from rules.declarations.model import Operand
from sql import insert, statement


def declare(con: duckdb.DuckDBPyConnection, operands: Mapping[str, Operand]) -> None:
    """Make `declared_figures` and `figure_coverage` for the operands made `of` facts.

    Args:
        con: the working copy, with `silent_measures` and `covered_months`.
        operands: by name.
    """
    con.execute(statement("months/declared_figures"))
    declared = [
        (name, o.of.measure, o.of.window, o.kind, o.covered_by, o.indicator)
        for name, o in operands.items()
        if o.of is not None
    ]
    insert(con, "declared_figures", declared)
    con.execute(statement("coverage/figure_coverage"))


def work_out(con: duckdb.DuckDBPyConnection) -> None:
    """Make `household_figures` of `declared_figures` and `reported_facts`."""
    con.execute(statement("months/household_figures"))
