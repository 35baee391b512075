"""Precision, recall and F1 of the links, compared with known truth."""

import duckdb
import polars as pl

from matching.evaluation.intervals import wilson, wilson_of_f1
from sql import frame, statement

_OPTIONAL = {"member_id": pl.String, "damage": pl.String, "enough": pl.Boolean}


def evaluate(con: duckdb.DuckDBPyConnection, truth: pl.DataFrame) -> pl.DataFrame:
    """Accuracy of `links` at household level, in total, by source and by kind of damage.

    Args:
        con: warehouse with `links` and `review_pairs`.
        truth: `file_id, row_number, household_id` (NULL for strangers) and where known `member_id`, `damage`,
            `enough` (whether the row has enough information to be linked) and `person_key` (shared by rows in
            which one person is written alike; without it every row counts as a different person);
            `matching.evaluation.truth` makes it. Rows of `links` that it does not cover are left out.

    Returns:
        One row per group: `dimension` (total, source, damage), `value`; counts of `rows, registered, linked,
        correct`, `wrong_members` (right household, wrong member); the shares `precision, recall, f1,
        review_share`; `missed` (registered, not linked), `missed_in_review` (those of them whose true
        household is among the candidates shown to a reviewer), `enough` (registered rows with enough
        information), `recall_enough` (their recall); 95 % intervals `precision_low, precision_high,
        recall_low, …, f1_low, …, recall_enough_low, …` (`matching.evaluation.intervals`). A share whose
        denominator is 0 is NULL.
    """
    groups = against(con, truth, "linkage/evaluate/groups")
    return groups.with_columns(_intervals()).drop("f_star", "enough_correct", "^.*_trials$")


def missed(con: duckdb.DuckDBPyConnection, truth: pl.DataFrame) -> pl.DataFrame:
    """Registered rows that were not linked: `status, stage, rows`; arguments as for `evaluate`."""
    return against(con, truth, "linkage/evaluate/missed")


def against(con: duckdb.DuckDBPyConnection, truth: pl.DataFrame, name: str) -> pl.DataFrame:
    """Result of the statement `name`, which reads `truth` as `link_truth`."""
    con.register("link_truth", _completed(truth))
    try:
        return frame(con, statement(name))
    finally:
        con.unregister("link_truth")


def _completed(truth: pl.DataFrame) -> pl.DataFrame:
    """`truth` with all columns that statements read; without `person_key`, each row is a different person."""
    missing = [
        pl.lit(None, dtype).alias(name) for name, dtype in _OPTIONAL.items() if name not in truth.columns
    ]
    if "person_key" not in truth.columns:
        missing.append(pl.int_range(pl.len(), dtype=pl.UInt64).alias("person_key"))
    return truth.with_columns(missing)


def _intervals() -> list[pl.Expr]:
    return [
        *wilson("precision", pl.col("precision"), pl.col("linked_trials")),
        *wilson("recall", pl.col("recall"), pl.col("registered_trials")),
        *wilson_of_f1("f1", pl.col("f_star"), pl.col("either_trials")),
        *wilson("recall_enough", pl.col("recall_enough"), pl.col("enough_trials")),
    ]
