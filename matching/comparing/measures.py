"""Comparisons that SQL cannot make, character by character or digit by digit; the models use them by name.

Each takes the distinct combinations of values of both sides (`left_*`, `right_*`, and `couple`, their number)
and returns one row per couple with the columns that the model's conditions use. Pure: nothing here touches
files, the clock or the database.
"""

from collections.abc import Callable

import polars as pl

from matching.comparing import names, number_agreement

Measure = Callable[[pl.DataFrame], pl.DataFrame]


def spellings(couples: pl.DataFrame) -> pl.DataFrame:
    """How two names agree.

    Args:
        couples: `couple, left_name, right_name`, as `names.comparable` returns them.

    Returns:
        `couple, spelling` (one of `names.LEVELS`), `alike` (one of `names.ALIKE`: both may be the same name)
        and `visible`, the number of legible characters in the name that has fewer.
    """
    named = couples.select("couple", left="left_name", right="right_name")
    legible = [pl.col(side).str.replace_all(r"[*?]", "").str.len_chars() for side in ("left", "right")]
    return named.select(
        "couple", visible=pl.min_horizontal(*legible), spelling=names.compared(named)
    ).with_columns(alike=pl.col("spelling").is_in(names.ALIKE))


MEASURES: dict[str, Measure] = {"names": spellings, "numbers": number_agreement.compared}
