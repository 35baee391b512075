"""How many lines a text takes in a cell, and how tall its row must be, in the fonts of office machines."""

from collections.abc import Sequence
from math import ceil, floor
from typing import TypeVar

import polars as pl

Lines = TypeVar("Lines", float, pl.Series, pl.Expr)

# ASCII, and characters of two bytes in GB18030 and three in UTF-8: nearly every text has no others.
_COMMON = r"\A[\x00-\x7F\u{4E00}-\u{9FA5}\u{3001}\u{3002}\u{FF01}-\u{FF5E}‘’“”…《》]*\z"
_LINE_SPACING = 1.45  # of Noto Serif CJK, the tallest font that may stand in for 宋体


def row_height(lines: Lines, size: int) -> Lines:
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


def printed_lines_each(texts: pl.DataFrame, widths: Sequence[float], size: int) -> pl.DataFrame:
    """`printed_lines` of every text of each column, in whole numbers; 1 where there is none."""
    widest = {column.name: width for column, width in zip(texts, widths, strict=True)}
    counted = texts.select(_lines(name, width, size) for name, width in widest.items())
    uncommon = texts.select(~pl.all().str.contains(_COMMON).fill_null(value=True))
    for name, others in ((column.name, column.arg_true()) for column in uncommon if column.any()):
        lines = [printed_lines(text, widest[name], size) for text in texts[name].gather(others)]
        counted = counted.with_columns(counted[name].scatter(others, lines))
    return counted


def _lines(name: str, width: float, size: int) -> pl.Expr:
    """Lines of texts of common characters."""
    line, halves = pl.element().str, _halves(width, size)
    gb18030_bytes = (line.len_chars().cast(pl.Int64) + line.len_bytes()) // 2
    lines = -(-gb18030_bytes // halves)
    return pl.col(name).str.split("\n").list.eval(lines.clip(lower_bound=1)).list.sum().fill_null(1)


def _halves(width: float, size: int) -> int:
    """Number of half-width characters in a line, less one full-width character."""
    return max(floor(width * 7 / (size * 2 / 3)) - 2, 2)
