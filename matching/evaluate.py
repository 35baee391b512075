"""Precision, recall and F1 of the links, held against known truth."""

import duckdb
import polars as pl

from sql import statement


def evaluate(con: duckdb.DuckDBPyConnection, truth: pl.DataFrame) -> pl.DataFrame:
    """How right `links` is at household level, in total, by source and by kind of damage.

    Args:
        con: warehouse with `links`.
        truth: `file_id, row_number, household_id, member_id, damage`; household NULL for
            strangers. Rows of `links` without a row here are left out.

    Returns:
        One row a group: `dimension` (total, source, damage), `value`, counts of `rows, registered, linked,
        correct, wrong_members` (right household, another member), and the shares `precision, recall, f1,
        review_share`; a share of nothing is NULL.
    """
    con.register("link_truth", truth)
    try:
        groups: pl.DataFrame = con.sql(statement("linkage/evaluation")).pl()
    finally:
        con.unregister("link_truth")
    return groups
