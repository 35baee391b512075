"""Columns of texts with no more work than needed: each different text once, Unicode where there is any."""

from collections.abc import Callable

import polars as pl

_FIRST_ROWS = 10_000  # that mostly show whether values repeat
_REPEATED = 20  # times that a value stands there on average, from which finding the different ones pays


def different(column: pl.Series) -> pl.Series:
    """The different values of a column in any order; the column itself where they are not few."""
    first = column.head(_FIRST_ROWS)
    are_few = first.n_unique() * _REPEATED <= len(first) or _about(column) * _REPEATED <= len(column)
    return column.unique() if are_few else column


def _about(column: pl.Series) -> int:
    """About how many values of a column differ."""
    return int(column.to_frame().select(pl.all().approx_n_unique()).item())


def each_once(column: pl.Series, forms: Callable[[pl.Series], pl.DataFrame]) -> pl.DataFrame:
    """`forms` of a column, of which each different value is worked out once if values stand there often.

    Args:
        column: the values.
        forms: what is made of values, one row for each.
    """
    values = different(column)
    if values is column:
        return forms(column)
    made = forms(values).with_columns(values.alias("value"))
    cells = column.to_frame("value")
    return cells.join(made, on="value", how="left", nulls_equal=True, maintain_order="left").drop("value")


def nfkc(text: pl.Expr) -> pl.Expr:
    """Text in the normal form NFKC, which ASCII is already."""
    others = pl.when(text.str.len_bytes() != text.str.len_chars()).then(text)
    return pl.coalesce(others.str.normalize("NFKC"), text)
