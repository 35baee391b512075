"""A clerk at a workbook: the blue cells of some rows are filled in, and the copy is sent back on a day."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from data_contracts.periods import OFFICE_TIME

Cells = Mapping[str, Any]
"""A row's cells by the title of their column."""

Pen = Callable[[int, Cells], Cells]
"""What is written into a row: its number from 0 and its cells -> cells to write; none leave it as it is."""

_KEY = "户编号"


def fill_in(book: Path, copy: Path, pens: Mapping[str, Pen], at: datetime) -> int:
    """Save a copy of `book` with cells filled in; return how many rows were written into.

    Args:
        book: a workbook that the program wrote.
        copy: where the copy goes; its folder is made. Nothing is saved if no row was written into.
        pens: by sheet; a sheet that the book lacks is skipped.
        at: when the copy was saved, Asia/Shanghai.
    """
    workbook = load_workbook(book)
    written = sum(_write(workbook[name], pen) for name, pen in pens.items() if name in workbook.sheetnames)
    if written:
        copy.parent.mkdir(parents=True, exist_ok=True)
        workbook.save(copy)
        set_time(copy, at)
    return written


def set_time(path: Path, at: datetime) -> None:
    """Give a file the modification time that it would have if it had come then (Asia/Shanghai)."""
    seconds = at.replace(tzinfo=OFFICE_TIME).timestamp()
    os.utime(path, (seconds, seconds))


def _write(sheet: Worksheet, pen: Pen) -> int:
    header: tuple[Any, ...] = next(
        (row for row in sheet.iter_rows() if any(cell.value == _KEY for cell in row)), ()
    )
    columns = {str(cell.value): cell.column for cell in header if cell.value is not None}
    if not columns:
        return 0
    written = 0
    for ordinal, row in enumerate(sheet.iter_rows(min_row=header[0].row + 1)):
        cells = {title: row[column - 1].value for title, column in columns.items()}
        entries = {title: value for title, value in pen(ordinal, cells).items() if title in columns}
        for title, value in entries.items() if cells[_KEY] else ():
            row[columns[title] - 1].value = value
        written += bool(entries and cells[_KEY])
    return written
