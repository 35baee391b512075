"""Calibration: whether links with a probability of 0.9 are right nine times in ten."""

from typing import Any

import duckdb
import polars as pl

from matching.evaluation.evaluate import against
from matching.evaluation.intervals import wilson
from sql import frame, statement

_EFFECTIVE = pl.col("pairs").sum() ** 2 / (pl.col("pairs") ** 2).sum()  # see matching.evaluation.intervals


def calibration(con: duckdb.DuckDBPyConnection, truth: pl.DataFrame) -> pl.DataFrame:
    """Probabilities of linked households and of those in review, by tenth, compared with known truth.

    Args:
        con: warehouse with `links` and `review_pairs`.
        truth: as `matching.evaluation.evaluate.evaluate` takes it.

    Returns:
        One row per tenth that occurs: `tenth` (0 to 9; probability 1 belongs to 9), `pairs` (row and
        household), `mean_probability`, `observed` (share of true pairs) with its 95 % interval `observed_low,
        observed_high`, and `error`, the absolute difference of the two.
    """
    return _tenths(against(con, truth, "linkage/evaluate/pairs"))


def calibration_of_labels(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The same for pairs that reviewers decided yes or no, by the probability at the time of the review."""
    return _tenths(frame(con, statement("linkage/evaluate/label_pairs")))


def summary(tenths: pl.DataFrame) -> dict[str, Any]:
    """Summary of `tenths`.

    Returns:
        `expected_error`: expected calibration error, the mean over pairs (Naeini, Cooper, Hauskrecht, AAAI
        2015), None without pairs; `worst_above_half`: the tenth from 0.5 up with the largest error as `tenth,
        pairs, error`, None if there is none.
    """
    upper = tenths.filter(pl.col("tenth") >= 5).sort("error", descending=True)
    worst = upper.select("tenth", "pairs", "error").head(1).to_dicts()
    expected = tenths.select((pl.col("error") * pl.col("pairs")).sum() / pl.col("pairs").sum()).item()
    return {
        "expected_error": expected if tenths.height else None,
        "worst_above_half": worst[0] if worst else None,
    }


def _tenths(pairs: pl.DataFrame) -> pl.DataFrame:
    by_person = pairs.group_by("person_key", "tenth").agg(
        pl.col("pairs", "true_pairs").cast(pl.Int64).sum(), pl.col("probability_sum").sum()
    )
    counted = by_person.group_by("tenth").agg(
        pl.col("pairs", "true_pairs", "probability_sum").sum(), trials=_EFFECTIVE
    )
    shares = counted.select(
        "tenth",
        "pairs",
        "trials",
        mean_probability=pl.col("probability_sum") / pl.col("pairs"),
        observed=pl.col("true_pairs") / pl.col("pairs"),
    )
    judged = shares.with_columns(
        *wilson("observed", pl.col("observed"), pl.col("trials")),
        error=(pl.col("mean_probability") - pl.col("observed")).abs(),
    )
    return judged.drop("trials").sort("tenth")
