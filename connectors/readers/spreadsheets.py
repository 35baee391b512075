"""Workbooks (`.xlsx`, `.xls`) as text tables. Runs in the reader process: see `reader_process`."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

from connectors.readers.cell_text import Cell, cell_text, lost_digits, text_column
from connectors.readers.data_rows import check_size, sheet_text, text_table
from connectors.readers.formula_errors import mark_formula_errors
from connectors.readers.header import SEARCHED_ROWS, Header, find_header, no_header
from connectors.readers.limits import Limits
from connectors.readers.text_table import TextTable
from data_contracts.contract import Contract
from data_contracts.errors import UnreadableFileError

_RATIO_CHECKED_BYTES = 100 << 20  # smaller workbooks are harmless, even one repeated row


def read_workbook(path: Path, contract: Contract, limits: Limits) -> TextTable:
    """Read the first sheet of the workbook at `path` that has a header of `contract`; hidden sheets count.

    Raises:
        UnreadableFileError: if no sheet has one, or the sheet does not fit its contract or exceeds `limits`.
    """
    if zipfile.is_zipfile(path):
        _check_unpacked(path, limits)
    with CalamineWorkbook.from_path(path) as workbook:
        for sheet in _sheets(workbook):
            top = [[cell_text(cell) for cell in row] for row in sheet.to_python(nrows=SEARCHED_ROWS)]
            if header := find_header(top, contract):
                return _table(path, sheet, header, contract, limits)
    raise no_header(contract)


def _check_unpacked(path: Path, limits: Limits) -> None:
    """Refuse a workbook whose declared unpacked size is too large; the memory limit catches false ones."""
    with zipfile.ZipFile(path) as parts:
        unpacked = sum(part.file_size for part in parts.infolist())
    is_dense = unpacked > _RATIO_CHECKED_BYTES and unpacked > limits.unpacked_ratio * path.stat().st_size
    if unpacked > limits.unpacked_bytes or is_dense:
        raise UnreadableFileError(
            "工作簿解压后过大，请只保留需要的行和列，或另存为 CSV 后报送。", "unpacked_too_large"
        )


def _sheets(workbook: CalamineWorkbook) -> Iterator[CalamineSheet]:
    for place, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ == SheetTypeEnum.WorkSheet:
            yield workbook.get_sheet_by_index(place)


def _table(path: Path, sheet: CalamineSheet, header: Header, contract: Contract, limits: Limits) -> TextTable:
    check_size(sheet.height - header.row - 1, sheet.width, limits)
    rows = sheet.to_python()
    top, left = sheet.start or (0, 0)
    mark_formula_errors(path, sheet.name, rows, top, left)
    # Cells right of the header have no name; unlike in a CSV file, they cannot be shifted cells of the row.
    columns: list[tuple[Cell, ...]] = [*zip(*rows[header.row + 1 :], strict=True)] or [()] * sheet.width
    lost = (lost_digits(column, columns[place]) for place, column in header.columns.items())
    notices = tuple(notice for notice in lost if notice)
    body = pl.DataFrame({f"c{place}": text_column(columns[place]) for place in range(header.width)})
    return text_table([sheet_text(body, header, contract, top)], notices)
