"""Rows whose household is known, matched with the rows and the present roster of a warehouse."""

import duckdb
import polars as pl

from sql import frame, statement

_GIVEN = {
    "file_id": pl.Int64,
    "source": pl.String,
    "file": pl.String,
    "row_number": pl.Int64,
    "household_id": pl.String,
    "member_id": pl.String,
    "damage": pl.String,
    "enough": pl.Boolean,
}


def placed(con: duckdb.DuckDBPyConnection, given: pl.DataFrame) -> pl.DataFrame:
    """The rows of `links` that `given` covers, with the household in which their members are registered now.

    Args:
        con: warehouse with its roster and the view `person_rows`.
        given: `row_number, household_id` (NULL: a stranger) and `file_id`, or `source` and `file`
            (`files.name`); where known `member_id, damage, enough`. The household may be a former one.

    Returns:
        `file_id, row_number, source, person_key, household_id, member_id, damage, enough`, and `gone`: the
        member or the household has left the roster. Such a row is right with the former household or with no
        link.
    """
    return _with_truth(con, given, "linkage/evaluate/truth")


def unknown_files(con: duckdb.DuckDBPyConnection, given: pl.DataFrame) -> pl.DataFrame:
    """Files that `given` mentions and that never arrived: `file`, and `rows`, their number of rows there."""
    return _with_truth(con, given, "linkage/evaluate/unknown_files")


def _with_truth(con: duckdb.DuckDBPyConnection, given: pl.DataFrame, name: str) -> pl.DataFrame:
    columns = [
        (pl.col(column) if column in given.columns else pl.lit(None)).cast(dtype).alias(column)
        for column, dtype in _GIVEN.items()
    ]
    con.register("link_given_truth", given.select(columns))
    try:
        return frame(con, statement(name))
    finally:
        con.unregister("link_given_truth")
