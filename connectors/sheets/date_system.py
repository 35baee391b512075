"""Workbooks that count days from 1904, as those of old Macs do: a day's number means another day there."""

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from data_contracts.contract import Column

_DAYS_TO_1904 = 1462  # from the first day of the 1900 system to that of the other
_DATE_TYPES = frozenset({"date", "month"})
_IN_XLSX = re.compile(rb"""<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*["'](?:1|true|on)["']""")
_IN_XLS = b"\x22\x00\x02\x00\x01\x00\x0e\x00\x02\x00"  # record Date1904 before CalcPrecision in [MS-XLS]


def counts_from_1904(path: Path) -> bool:
    """Whether the workbook at `path` counts days from 1904."""
    if not zipfile.is_zipfile(path):
        return _IN_XLS in path.read_bytes()
    with zipfile.ZipFile(path) as parts:
        return bool(_IN_XLSX.search(parts.read("xl/workbook.xml")))


def since_1900(column: Column, cells: Sequence[Any]) -> tuple[Any, ...]:
    """The cells of a column, with day numbers that have no date format counted from 1900."""
    if column.type not in _DATE_TYPES:
        return tuple(cells)
    return tuple(
        cell + _DAYS_TO_1904 if isinstance(cell, int | float) and not isinstance(cell, bool) else cell
        for cell in cells
    )
