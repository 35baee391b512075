"""Typed cells of workbooks and Parquet files as the text that a CSV file would have."""

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

import polars as pl

from connectors.readers.text_table import Notice
from data_contracts.contract import Column

Cell = int | float | str | bool | time | date | datetime | timedelta

# A spreadsheet keeps 15 digits; the form 3.50181199001011E+17 shows typing that further digits are lost.
_NUMBER = "{:.15G}".format
_DIGITS = 15
_LONGEST_EXACT = 10**_DIGITS
_SHORT_DAY = re.compile(r"\d{1,2}\.[1-9]")
_IDENTIFIERS = frozenset({"id_number", "code"})


def cell_text(cell: Cell | None) -> str | None:
    """`cell` as text: numbers with up to 15 digits, days and times in ISO form; None if empty."""
    if isinstance(cell, str) or cell is None:
        return cell or None
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        return _NUMBER(_cut_off(cell) if abs(cell) >= _LONGEST_EXACT and math.isfinite(cell) else cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds").removesuffix(" 00:00:00")
    return str(cell)


def _cut_off(number: float) -> int:
    """The first 15 digits, never rounded up, because they are the first digits of an ID number.

    The spreadsheet replaced the rest by zeros, and the nearest number that a cell can hold may be a bit less.
    """
    whole, nearest = abs(int(number)), math.ceil(math.ulp(number) / 2)
    unit = 10 ** (len(str(whole)) - _DIGITS)
    return int(math.copysign((whole + nearest) // unit * unit, number))


def text_column(cells: Iterable[Cell | None]) -> pl.Series:
    """A column of cells as Strings."""
    return pl.Series(map(cell_text, cells), dtype=pl.String)


def lost_digits(column: Column, cells: Sequence[Cell | None]) -> Notice | None:
    """A notice for the sender if an identifier column has numbers too long for a spreadsheet."""
    if column.type not in _IDENTIFIERS:
        return None
    lost = sum(isinstance(cell, int | float) and abs(cell) >= _LONGEST_EXACT for cell in cells)
    if not lost:
        return None
    return Notice(
        "lost_digits",
        column.name,
        lost,
        f"“{column.title}”有 {lost} 个单元格是数值，15 位以后的数字已丢失，请把该列设为文本格式后重报。",
    )


def with_written_days(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """A column's cells with the text `5.2` as `5.02`: a number that looks the same may have been `5.20`."""
    return tuple(
        f"{cell[:-1]}0{cell[-1]}" if isinstance(cell, str) and _SHORT_DAY.fullmatch(cell) else cell
        for cell in cells
    )
