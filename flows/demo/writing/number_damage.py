"""Damage to the ID number: for each kind the expression that writes it and the rows it can apply to."""

from functools import cache

import polars as pl

from flows.demo.people.characters import option
from flows.demo.people.draws import declared

_ID = pl.col("id_number")
_DRAW, _DRAW_2 = pl.col("draw"), pl.col("draw_2")
_FULL_WIDTH = dict(zip("0123456789X", "０１２３４５６７８９Ｘ", strict=True))
_DIGITS = 17  # all but the check digit


def _digit(place: pl.Expr) -> pl.Expr:
    return _ID.str.slice(place, 1)


def _spliced(number: pl.Expr, start: pl.Expr, middle: pl.Expr, length: int) -> pl.Expr:
    return number.str.head(start) + middle + number.str.slice(start + length)


def _other_digit(place: pl.Expr, draw: pl.Expr) -> pl.Expr:
    return ((_digit(place).cast(pl.Int64, strict=False) + 1 + draw % 9) % 10).cast(pl.String)


def _swapped(place: pl.Expr) -> pl.Expr:
    return _spliced(_ID, place, _digit(place + 1) + _digit(place), 2)


_WRONG_AT = _DRAW % _DIGITS
_ALSO_AT = (_WRONG_AT + 1 + _DRAW_2 % (_DIGITS - 1)) % _DIGITS
_SWAPPED_AT = 6 + _DRAW % 11  # within birth date, sequence and check digit
_SWAPPED_IN_AREA = _DRAW % 5
_DISTORTED = _spliced(_ID, _WRONG_AT, _other_digit(_WRONG_AT, _DRAW_2), 1)


def masked_number() -> pl.Expr:
    """The number with its middle or its end hidden."""
    masks, stars = declared("writing/damage")["masks"], declared("writing/damage")["stars"]
    which, star = _DRAW % len(masks), _DRAW_2 % len(stars)
    before, after = (which.replace_strict(range(len(masks)), [mask[i] for mask in masks]) for i in (0, 2))
    hidden = option([sign * mask[1] for mask in masks for sign in stars], which * len(stars) + star)
    return _ID.str.head(before) + hidden + _ID.str.tail(after)


def _spaced() -> pl.Expr:
    grouped = _ID.str.head(6) + " " + _ID.str.slice(6, 8) + " " + _ID.str.tail(4)
    return pl.when(_DRAW % 3 == 0).then(" " + _ID).otherwise(grouped)


@cache
def number_damage() -> dict[str, pl.Expr]:
    """Kind of damage -> the number as written."""
    exponent = _ID.str.head(1) + "." + _ID.str.slice(1, 5) + "E+17"
    return {
        "lower_case_x": _ID.str.to_lowercase(),
        "full_width": _ID.str.replace_many(_FULL_WIDTH),
        "spaced_number": _spaced(),
        "apostrophe": "'" + _ID,
        "fifteen_digits": _ID.str.head(6) + _ID.str.slice(8, 9),
        "scientific": exponent,
        "scientific_long": _ID.str.head(1) + "." + _ID.str.slice(1, 14) + "E+17",
        "trailing_zeros": _ID.str.head(15) + "000",
        "fraction": _ID.str.head(15) + "000" + option([".0", ".00"], _DRAW),
        "wrong_digit": _DISTORTED,
        "two_wrong_digits": _spliced(_DISTORTED, _ALSO_AT, _other_digit(_ALSO_AT, _DRAW_2 // 9), 1),
        "swapped_digits": _swapped(_SWAPPED_AT),
        "swapped_in_area": _swapped(_SWAPPED_IN_AREA),
        "lost_digit": _spliced(_ID, _WRONG_AT, pl.lit(""), 1),
        "doubled_digit": _spliced(_ID, _WRONG_AT, _digit(_WRONG_AT) + _digit(_WRONG_AT), 1),
        "masked_number": masked_number(),
        "missing_number": pl.lit(None, pl.String),
        "placeholder": option(declared("writing/damage")["placeholders"], _DRAW),
        "number_reused": pl.col("other_id"),
        "number_of_stranger": pl.col("stranger_id"),
    }


def number_eligible() -> dict[str, pl.Expr]:
    """Kind of damage -> the rows that it can apply to, unless to all."""
    return {
        "lower_case_x": _ID.str.ends_with("X"),
        "fifteen_digits": pl.col("birth_date").dt.year() < 1999,  # newer numbers never had 15 digits
        "swapped_digits": _digit(_SWAPPED_AT) != _digit(_SWAPPED_AT + 1),
        "swapped_in_area": _digit(_SWAPPED_IN_AREA) != _digit(_SWAPPED_IN_AREA + 1),
        "number_reused": pl.col("elsewhere"),
        "number_of_stranger": pl.col("household").is_not_null(),
    }
