"""Identifiers, and texts of a closed list, as spreadsheets and web systems write them."""

from collections.abc import Mapping

import polars as pl

from connectors.readers.cells.marks import is_no_value, trimmed, unquoted
from data_contracts.texts import nfkc

_PLAIN_CODE = r"^[A-Za-z_-]*\d[0-9A-Za-z_-]*$"
_TEXT_MARK = r"^['’‘`´\"“”=^]+|['’‘`´\"“”,;]+$"  # a list that is split leaves its separators behind
_OF_A_NUMBER_CELL = r"^(\d+)\.0+$"
_UNSEEN = r"[\u200b-\u200f\u2060\ufeff]"
_LOST_DIGITS = r"^['’]?\d(?:\.\d+)?[eE]\+\d{1,2}$"
_PLAIN_NUMBER = r"^\d{15}(?:\d{2}[\dX])?$"


def plain_code(text: pl.Expr) -> pl.Expr:
    """An identifier of plain letters and digits, as `code` returns it."""
    return pl.when(text.str.contains(_PLAIN_CODE)).then(text)


def code(text: pl.Expr) -> pl.Expr:
    """An identifier: full-width characters normalised, without the marks of spreadsheets and web systems.

    `="S1"`, `=S1`, `'S1'`, `S1;` and `S1` are one, as are `1001.0` and `1001`. Leading zeros are significant.
    NULL if it is written as nothing, `/` or `无`.
    """
    bare = unquoted(nfkc(text).str.replace_all(_UNSEEN, "")).str.replace_all(_TEXT_MARK, "")
    identifier = trimmed(bare).str.replace(_OF_A_NUMBER_CELL, "$1")
    return pl.when(~is_no_value(identifier)).then(identifier)


def lost_digits(text: pl.Expr) -> pl.Expr:
    """Whether an identifier is like `3.50181E+17`: a number cell has lost some of its digits."""
    return nfkc(text).str.contains(_LOST_DIGITS)


def plain_id_number(text: pl.Expr) -> pl.Expr:
    """A number of 15 or 18 digits."""
    return pl.when(text.str.contains(_PLAIN_NUMBER)).then(text)


def id_number(text: pl.Expr) -> pl.Expr:
    """Any other number as written, which linking needs, without quotes; NULL if it is written as nothing."""
    return pl.when(~is_no_value(text)).then(unquoted(text))


def place(text: pl.Expr) -> pl.Expr:
    """A place's name: `海口 镇` and `海口　镇` are `海口镇`; width does not count either."""
    name = text.str.normalize("NFKC").str.replace_all(r"[\s\p{Cf}\p{Cc}]", "")
    return pl.when(name != "").then(name)


def in_words(text: pl.Expr, meanings: Mapping[str, str]) -> pl.Expr:
    """The value that a word means, compared without white space, width and case; any other text unchanged.

    Args:
        text: the words.
        meanings: word, as folded by `data_contracts.extensions.folded_word`, -> value.
    """
    folded = text.str.normalize("NFKC").str.to_lowercase().str.replace_all(r"\s", "")
    return folded.replace_strict([*meanings], [*meanings.values()], default=text, return_dtype=pl.String)
