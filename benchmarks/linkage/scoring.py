"""How accurately a linker linked rows to households; a linked outsider counts as a wrong link."""

from dataclasses import dataclass

import polars as pl

from benchmarks.linkage.county import CountyFiles

LEAST_PRECISION = 0.9997  # the project's requirement for links that nobody reviews
TENTHS = 10
LEAST_ROWS = 100  # a tenth with fewer rows is too small to judge calibration

# Kinds of rows that the specification sends to a reviewer, however certain a linker is: a child who is not in
# the roster (interface.md), a complete number with a different name (linkage.md 2).
FOR_A_REVIEWER = ("child_without_trace", "name_changed")


@dataclass(frozen=True)
class Score:
    """Shares of rows, judged by household.

    Attributes:
        precision: share of the linked rows that are linked to the right household.
        recall: share of the rows about registered households that are linked to the right one.
        threshold: probability from which rows count as linked; NaN where the linker decides by itself.
    """

    precision: float
    recall: float
    threshold: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def judged(files: CountyFiles, links: pl.DataFrame) -> pl.DataFrame:
    """Every row of the county with the linker's result.

    Args:
        files: of the county.
        links: `row` (position in the rows' file; unique), `household_id`, `probability`, `weight`.

    Returns:
        `truth`, `damage`, `enough`, `source`, the columns of `links`, and `right`: whether the link is right.
    """
    truth = pl.read_parquet(files.truth).rename({"household_id": "truth"}).with_row_index("row")
    sources = pl.read_parquet(files.rows, columns=["source"])
    known = truth.select("row", "truth", "damage", "enough").hstack(sources)
    joined = known.join(links.with_columns(pl.col("row").cast(pl.UInt32)), on="row", how="left")
    right = (pl.col("household_id") == pl.col("truth")).fill_null(value=False)
    return joined.with_columns(right=right)


def may_be_linked(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows without the kinds of damage in `FOR_A_REVIEWER`."""
    return rows.filter(~pl.col("damage").str.contains_any(FOR_A_REVIEWER))


def curve(rows: pl.DataFrame) -> pl.DataFrame:
    """`weight, precision, recall, f1` for every threshold on the weight, highest first."""
    registered = rows["truth"].count()
    steps = rows.drop_nulls("household_id").group_by("weight").agg(
        pl.len().alias("linked"), pl.sum("right"), pl.max("probability")
    )  # fmt: skip
    counts = steps.sort("weight", descending=True).with_columns(pl.col("linked", "right").cum_sum())
    return counts.with_columns(
        precision=pl.col("right") / pl.col("linked"),
        recall=pl.col("right") / registered,
        f1=2 * pl.col("right") / (pl.col("linked") + registered),
    )


def best(steps: pl.DataFrame) -> Score:
    """The score at the threshold with the best F1."""
    return _at(steps.top_k(1, by="f1"))


def at_half(steps: pl.DataFrame) -> Score:
    """The score at the usual threshold: probability 0.5."""
    return _at(steps.filter(pl.col("probability") >= 0.5).tail(1))


def at_precision(steps: pl.DataFrame) -> Score:
    """The score at the lowest threshold that reaches `LEAST_PRECISION`."""
    return _at(steps.filter(pl.col("precision") >= LEAST_PRECISION).tail(1))


def as_decided(rows: pl.DataFrame) -> Score:
    """The score of the linker's own decisions: rows with `status` linked."""
    linked = rows.filter(pl.col("status") == "linked")
    right = int(linked["right"].sum())
    return Score(right / max(linked.height, 1), right / max(rows["truth"].count(), 1), float("nan"))


def _at(step: pl.DataFrame) -> Score:
    if step.is_empty():
        return Score(float("nan"), 0.0, float("nan"))
    only = step.row(0, named=True)
    return Score(only["precision"], only["recall"], only["probability"])


def recall_by_damage(rows: pl.DataFrame, linked: pl.Expr) -> pl.DataFrame:
    """`damage, rows, recall` of the rows about registered households, most common damage first."""
    registered = rows.drop_nulls("truth")
    recall = (pl.col("right") & linked).fill_null(value=False).mean()
    return registered.group_by("damage").agg(rows=pl.len(), recall=recall).sort("rows", descending=True)


def calibration(rows: pl.DataFrame) -> pl.DataFrame:
    """Compares probabilities from 0.5 with the share of rows that are right.

    Args:
        rows: with `probability` and `right`.

    Returns:
        By `tenth` (5 to 9; probability 1 belongs to 9): `rows`, `probability` (mean), `right` (share), `gap`
        (absolute difference of the two) and its `standard_error`.
    """
    tenth = (pl.col("probability") * TENTHS).floor().clip(0, TENTHS - 1).cast(pl.Int64)
    above = rows.filter(pl.col("probability") >= 0.5)
    return (
        above.group_by(tenth.alias("tenth"))
        .agg(pl.len().alias("rows"), pl.col("probability").mean(), pl.col("right").mean())
        .with_columns(
            gap=(pl.col("probability") - pl.col("right")).abs(),
            standard_error=(pl.col("probability") * (1 - pl.col("probability")) / pl.col("rows")).sqrt(),
        )
        .sort("tenth")
    )


def calibration_error(rows: pl.DataFrame) -> float:
    """The largest `gap` that `calibration` returns among tenths with enough rows; 0 if there is none."""
    return float(calibration(rows).filter(pl.col("rows") >= LEAST_ROWS)["gap"].max() or 0.0)
