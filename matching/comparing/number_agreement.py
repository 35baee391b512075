"""Compare two ID numbers of which at least one is damaged."""

import polars as pl
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from matching.comparing.id_numbers import LEGIBLE_DIGITS, PLACES, agreement

# In a number that has lost a digit the places are uncertain: all but two places of the birth date and all but
# one of the last four are counted as equal.
_BIRTH_PLACES = 6
_SEQUENCE_PLACES = 3


def compared(couples: pl.DataFrame) -> pl.DataFrame:
    """How far two numbers agree.

    Numbers are compared place by place, except for one with digits lost or added (partial), which is compared
    with a complete or partial one as a whole: they agree if their edit distance exceeds the difference of
    their lengths by at most one; otherwise no place agrees. A fragment (a telephone number, six digits) is
    not compared.

    Args:
        couples: `couple`; `left_kind, left_pattern, left_text` as from `id_numbers.read`; the same for right.

    Returns:
        `couple, edits, birth_places, sequence`: counts of places as in `id_numbers.agreement`; and
        `both_complete`: the edits are counted over all eighteen places.
    """
    by_edits = pl.any_horizontal(
        _partial("left") & _written_out("right"),
        _partial("right") & _written_out("left"),
    )
    agreed = agreement(pl.col("left_pattern"), pl.col("right_pattern"))
    by_place = couples.filter(~by_edits).select(
        "couple",
        both_complete=_complete("left") & _complete("right"),
        agreement=agreed,
    )
    flat = by_place.unnest("agreement").rename({"birth": "birth_places"})
    return pl.concat([flat, _compared_by_edits(couples.filter(by_edits))], how="diagonal")


def _partial(side: str) -> pl.Expr:
    return pl.col(f"{side}_kind") == "partial"


def _complete(side: str) -> pl.Expr:
    return pl.col(f"{side}_kind").is_in(["valid", "checksum_wrong"])


def _written_out(side: str) -> pl.Expr:
    return _complete(side) | _partial(side)


def _compared_by_edits(couples: pl.DataFrame) -> pl.DataFrame:
    left, right = couples["left_text"], couples["right_text"]
    distance = pl.Series(cpdist(left.to_list(), right.to_list(), scorer=OSA.distance), dtype=pl.Int64)
    lengths = [side.str.len_chars().cast(pl.Int64) for side in (left, right)]
    legible = pl.select(pl.min_horizontal(*lengths) >= LEGIBLE_DIGITS).to_series()
    close = legible & (distance <= (lengths[0] - lengths[1]).abs() + 1)
    return couples.select(
        "couple",
        both_complete=legible,
        edits=pl.when(legible & ~close).then(PLACES).otherwise(0).cast(pl.Int8),
        birth_places=pl.when(close).then(_BIRTH_PLACES).otherwise(0).cast(pl.Int8),
        sequence=pl.when(close).then(_SEQUENCE_PLACES).otherwise(0).cast(pl.Int8),
    )
