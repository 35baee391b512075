"""How many lines a text takes in a cell, and how tall its row must be, in the fonts of office machines."""

from math import ceil, floor

import polars as pl

# ASCII, and characters of two bytes in GB18030 and three in UTF-8: nearly every text has no others.
_COMMON = r"\A[\x00-\x7F\u{4E00}-\u{9FA5}\u{3001}\u{3002}\u{FF01}-\u{FF5E}‘’“”…《》]*\z"
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


def printed_lines_each(texts: pl.Series, width: float, size: int) -> pl.Series:
    """`printed_lines` of every text of a column without nulls, in whole numbers."""
    line, halves = pl.element().str, _halves(width, size)
    gb18030_bytes = (line.len_chars().cast(pl.Int64) + line.len_bytes()) // 2
    lines = -(-gb18030_bytes // halves)
    counts = texts.str.split("\n").list.eval(lines.clip(lower_bound=1)).list.sum()
    others = (~texts.str.contains(_COMMON)).arg_true()
    return counts.scatter(others, [printed_lines(text, width, size) for text in texts.gather(others)])


def _halves(width: float, size: int) -> int:
    """Number of half-width characters in a line, less one full-width character."""
    return max(floor(width * 7 / (size * 2 / 3)) - 2, 2)
