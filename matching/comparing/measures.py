"""Comparisons that SQL cannot make: character by character, place by place. Named in the models.

Each takes distinct combinations of values of both sides (`left_*`, `right_*`, and `couple`, their number) and
returns one row a couple with the columns that the model's conditions use. Pure: nothing here touches files,
clock or database.
"""

from collections.abc import Callable

import polars as pl

from matching.comparing import names, number_agreement

Measure = Callable[[pl.DataFrame], pl.DataFrame]


def spellings(couples: pl.DataFrame) -> pl.DataFrame:
    """How two names agree.

    Args:
        couples: `couple, left_name, right_name`, comparable names.

    Returns:
        `couple, spelling` (a level of `names.LEVELS`), `alike` (one of `names.ALIKE`: it may be one name) and
        `visible`, characters legible in both.
    """
    named = couples.select("couple", left="left_name", right="right_name")
    legible = [pl.col(side).str.replace_all(r"[*?]", "").str.len_chars() for side in ("left", "right")]
    return named.select(
        "couple", visible=pl.min_horizontal(*legible), spelling=names.compared(named)
    ).with_columns(alike=pl.col("spelling").is_in(names.ALIKE))


def numbers(couples: pl.DataFrame) -> pl.DataFrame:
    """How two ID numbers agree.

    Args:
        couples: `couple`, and of both sides `kind, pattern, text` as from `id_numbers.read`.

    Returns:
        `couple, edits, birth_places, sequence` as from `number_agreement.compared`, and `both_complete`.
    """
    return number_agreement.compared(couples)


MEASURES: dict[str, Measure] = {"names": spellings, "numbers": numbers}
