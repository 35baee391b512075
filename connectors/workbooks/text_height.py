"""How many lines a text takes in a cell, and how tall its row must be, in the fonts of office machines."""

from math import ceil, floor

import polars as pl

_LINE_SPACING = 1.45  # of Noto Serif CJK, the tallest font that may stand in for 宋体


def row_height(lines: int, size: int) -> float:
    """Height in points of `lines` lines, with some space above and below."""
    return lines * size * _LINE_SPACING + 4


def printed_lines(text: str, width: float, size: int) -> int:
    """Number of printed lines of `text` in a column of `width`; it errs on the side of too many.

    GB18030 has one byte for a half-width and two for a full-width character. A column's width counts digits
    of 7 pixels; a half-width character of `size` points is size x 96 / 72 / 2 pixels wide. One full-width
    character per line is deducted, because punctuation may not begin a line.
    """
    halves = _halves(width, size)
    if len(text) * 2 <= halves and "\n" not in text:  # most cells, without counting bytes
        return 1
    return sum(max(ceil(len(line.encode("gb18030")) / halves), 1) for line in text.split("\n"))


def printed_lines_of(texts: pl.Series, width: float, size: int) -> pl.Series:
    """Number of printed lines of each text, null as one; of many texts at once.

    UTF-8 has one byte for a half-width and three for a full-width character: half of bytes and characters
    together is what GB18030 counts, but for letters of two bytes, which are taken as one and a half.
    """
    line = pl.element()
    halves = (line.str.len_bytes() + line.str.len_chars()) / 2
    lines = (halves / _halves(width, size)).ceil().clip(lower_bound=1).cast(pl.Int64)
    return texts.str.split("\n").list.eval(lines).list.sum().fill_null(1)


def _halves(width: float, size: int) -> int:
    """Half-width characters in a line."""
    return max(floor(width * 7 / (size * 2 / 3)) - 2, 2)
