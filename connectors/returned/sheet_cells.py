"""Every sheet of a workbook as texts, whatever it is called and holds."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl
from python_calamine import CalamineSheet, CalamineWorkbook

from connectors.readers.cell_text import Cell, text_column
from connectors.readers.data_rows import check_size
from connectors.readers.formula_errors import mark_formula_errors
from connectors.readers.limits import Limits
from connectors.readers.reading import read_workbook_with
from connectors.readers.spreadsheets import check_unpacked, merged_ranges, worksheets
from connectors.returned.decryption import opened

_MERGED_NUMBER = "（合并单元格）"  # nobody knows of which of these rows it is


@dataclass(frozen=True)
class SheetCells:
    """The cells of one sheet.

    Attributes:
        name: of the sheet.
        first_row: number that a spreadsheet shows for the first of its rows.
        frame: String columns, from left to right; NULL where a cell is empty.
    """

    name: str
    first_row: int
    frame: pl.DataFrame


def read_sheets(path: Path, passwords: tuple[str, ...], limits: Limits) -> list[SheetCells]:
    """The cells of every worksheet of the workbook at `path`, hidden ones and hidden rows too.

    Args:
        path: path of a private copy, beside which a decrypted one may be made.
        passwords: tried in order if it is encrypted.
        limits: upper bounds for one file.

    Raises:
        UnreadableFileError: if it is damaged, no password fits, or it exceeds `limits`.
    """
    return read_workbook_with(partial(_read, passwords=passwords), path, limits)


def _read(path: Path, limits: Limits, passwords: tuple[str, ...]) -> list[SheetCells]:
    """Runs in the reader process."""
    with opened(path, passwords) as plain:
        if zipfile.is_zipfile(plain):
            check_unpacked(plain, limits)
        # By its content: of a path the library would look at the extension.
        with plain.open("rb") as file, CalamineWorkbook.from_filelike(file) as workbook:
            return [_cells(plain, sheet, limits) for sheet, _ in worksheets(workbook) if sheet.height]


def _cells(path: Path, sheet: CalamineSheet, limits: Limits) -> SheetCells:
    check_size(sheet.height, sheet.width, limits)
    rows = sheet.to_python()
    top, left = sheet.start or (0, 0)
    mark_formula_errors(path, sheet.name, rows, top, left)
    _fill_down(sheet, rows)
    columns: Iterator[tuple[Cell, ...]] = zip(*rows, strict=True)
    frame = pl.DataFrame({f"c{place}": text_column(cells) for place, cells in enumerate(columns)})
    return SheetCells(sheet.name, top + 1, frame)


def _fill_down(sheet: CalamineSheet, rows: list[list[Cell]]) -> None:
    """Write what is in merged cells into each of their rows: one date beside several families is of all."""
    for (first, left), (last, _) in merged_ranges(sheet):
        value = rows[first][left]
        if last > first and value != "":
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            for row in rows[first : last + 1]:
                row[left] = _MERGED_NUMBER if is_number else value
