"""Workbooks (`.xlsx`, `.xls`) as text tables. Runs in the reader process: see `reader_process`."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from connectors.readers.cell_text import Cell, cell_text, lost_digits, text_column, with_written_days
from connectors.readers.data_rows import Corner, check_size, sheet_text, text_table
from connectors.readers.formula_errors import mark_formula_errors
from connectors.readers.limits import Limits
from connectors.readers.merged_cells import fill_merged
from connectors.readers.named_values import say_the_same
from connectors.readers.row_dates import mean_the_same_days
from connectors.readers.text_table import Head, Notice, SheetText, TextTable
from connectors.sheets.date_system import counts_from_1904, since_1900
from connectors.sheets.header import SEARCHED_ROWS, Header, find_header, missing, no_header
from connectors.sheets.header_groups import Span, Top
from connectors.sheets.layout import layout
from data_contracts.contract import Contract
from data_contracts.errors import UnreadableFileError

_RATIO_CHECKED_BYTES = 100 << 20  # smaller workbooks are harmless, even one repeated row


@dataclass(frozen=True)
class _Unread:
    """A sheet with cells that is not read, with its header, if it has any."""

    name: str
    is_hidden: bool
    header: Header | None


def read_workbook(path: Path, contract: Contract, limits: Limits) -> TextTable:
    """Read every visible sheet of the workbook at `path` whose header has all that `contract` requires.

    Raises:
        UnreadableFileError: if no visible sheet has such a header, or one does not fit its contract or
            exceeds `limits`.
    """
    if zipfile.is_zipfile(path):
        check_unpacked(path, limits)
    read: list[tuple[SheetText, list[Notice]]] = []
    unread: list[_Unread] = []
    with CalamineWorkbook.from_path(path) as workbook:
        for sheet, is_hidden in worksheets(workbook):
            header = find_header(_top(sheet, limits), contract)
            if header and not is_hidden and not missing(header, contract):
                read.append(_read(path, sheet, header, contract, limits))
            elif any(cell != "" for row in sheet.iter_rows() for cell in row):
                unread.append(_Unread(sheet.name, is_hidden, header))
    if not read:
        raise _refusal(unread, contract)
    notices = [notice for _, notices in read for notice in notices]
    different, repeated = _different([text for text, _ in read], contract)
    return text_table(different, [*notices, *repeated, *_not_read(unread, contract)])


def _different(sheets: list[SheetText], contract: Contract) -> tuple[list[SheetText], list[Notice]]:
    """The sheets without those that hold the same rows as an earlier one, and a notice that names these."""
    different: list[SheetText] = []
    notices: list[Notice] = []
    for sheet in sheets:
        if original := next((other for other in different if _is_copy(sheet, other, contract)), None):
            message = f"工作表“{sheet.name}”与“{original.name}”内容完全相同，只读取一次"
            notices.append(Notice("repeated_sheet", "", 1, message))
        else:
            different.append(sheet)
    return different, notices


def _is_copy(sheet: SheetText, other: SheetText, contract: Contract) -> bool:
    rows, others = (each.frame.drop("row_number", "sheet_row") for each in (sheet, other))
    return (
        bool(rows.height)
        and rows.equals(others)
        and (sheet.headers, sheet.scale) == (other.headers, other.scale)
        and say_the_same(sheet, other, contract)
        and mean_the_same_days(sheet, other, contract)
    )


def workbook_heads(path: Path, limits: Limits) -> list[Head]:
    """The first rows of every visible sheet of the workbook at `path`.

    Raises:
        UnreadableFileError: if it exceeds `limits`.
    """
    if zipfile.is_zipfile(path):
        check_unpacked(path, limits)
    with CalamineWorkbook.from_path(path) as workbook:
        return [
            _cells_at_the_top(sheet, limits) for sheet, is_hidden in worksheets(workbook) if not is_hidden
        ]


def check_unpacked(path: Path, limits: Limits) -> None:
    """Refuse a workbook whose declared unpacked size is too large; the memory limit catches false ones."""
    with zipfile.ZipFile(path) as parts:
        unpacked = sum(part.file_size for part in parts.infolist())
    is_dense = unpacked > _RATIO_CHECKED_BYTES and unpacked > limits.unpacked_ratio * path.stat().st_size
    if unpacked > limits.unpacked_bytes or is_dense:
        raise UnreadableFileError(
            "工作簿解压后过大，请只保留需要的行和列，或另存为 CSV 后报送。", "unpacked_too_large"
        )


def worksheets(workbook: CalamineWorkbook) -> Iterator[tuple[CalamineSheet, bool]]:
    """The worksheets in the book's order, and whether each is hidden."""
    for place, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ == SheetTypeEnum.WorkSheet:
            yield workbook.get_sheet_by_index(place), sheet.visible != SheetVisibleEnum.Visible


def _cells_at_the_top(sheet: CalamineSheet, limits: Limits) -> Head:
    top = sheet.to_python(nrows=SEARCHED_ROWS)
    return [[cell_text(cell) for cell in row[: limits.columns + 1]] for row in top]


def _top(sheet: CalamineSheet, limits: Limits) -> Top:
    rows = _cells_at_the_top(sheet, limits)
    return Top(rows, [span for span in merged_ranges(sheet) if span[1][0] < len(rows)])


def merged_ranges(sheet: CalamineSheet) -> list[Span]:
    """First and last cell of each merged range that lies within the sheet's cells, counted from the first."""
    top, left = sheet.start or (0, 0)
    bottom, right = sheet.end or (0, 0)
    return [
        ((first[0] - top, first[1] - left), (min(last[0], bottom) - top, min(last[1], right) - left))
        for first, last in sheet.merged_cell_ranges or []
        if top <= first[0] <= bottom and left <= first[1] <= right
    ]


def _read(
    path: Path, sheet: CalamineSheet, header: Header, contract: Contract, limits: Limits
) -> tuple[SheetText, list[Notice]]:
    check_size(sheet.height - header.last_row - 1, sheet.width, limits)
    rows = sheet.to_python()
    top, left = sheet.start or (0, 0)
    hidden = mark_formula_errors(path, sheet.name, rows, top, left)
    merged = fill_merged(rows, merged_ranges(sheet), header, contract, top)
    columns: list[tuple[Cell, ...]] = [*zip(*rows[header.last_row + 1 :], strict=True)] or [()] * sheet.width
    lost = (lost_digits(column, columns[place]) for place, column in header.columns.items())
    for place in (p for p, column in header.columns.items() if column.name == contract.dated_by):
        columns[place] = with_written_days(columns[place])
    if counts_from_1904(path):
        for place, column in header.columns.items():
            columns[place] = since_1900(column, columns[place])
    body = pl.DataFrame({f"c{place}": text_column(cells) for place, cells in enumerate(columns)})
    text = sheet_text(body, header, contract, Corner(top, left, sheet.name))
    return replace(text, remarks=(*text.remarks, *merged)), [
        *(notice for notice in lost if notice),
        *_hidden_rows(hidden, sheet),
    ]


def _hidden_rows(count: int, sheet: CalamineSheet) -> Iterator[Notice]:
    if count:
        message = f"工作表“{sheet.name}”有 {count} 行被隐藏（可能是筛选），其中的数据也已读取"
        yield Notice("hidden_rows", "", count, message)


def _refusal(unread: list[_Unread], contract: Contract) -> UnreadableFileError:
    """Why no sheet of a workbook is read: only hidden ones match, or what the best visible one lacks."""
    hidden = [s.name for s in unread if s.is_hidden and s.header and not missing(s.header, contract)]
    if hidden:
        names = "、".join(f"“{name}”" for name in hidden)
        return UnreadableFileError(
            f"只有隐藏的工作表{names}是“{contract.title}”，隐藏的表不读取。请取消隐藏后重新报送。",
            "hidden_sheet",
        )
    headers = [sheet.header for sheet in unread if sheet.header and not sheet.is_hidden]
    if not headers:
        return no_header(contract)
    try:
        layout(max(headers, key=lambda header: header.matched), contract)
    except UnreadableFileError as error:
        return error
    return no_header(contract)


def _not_read(unread: list[_Unread], contract: Contract) -> Iterator[Notice]:
    """Notices that name the sheets that hold something and were not read, and ask about lists of persons."""
    lists = [sheet for sheet in unread if _is_list(sheet, contract)]
    others = [sheet for sheet in unread if sheet not in lists]
    for code, sheets, end in (
        ("unread_list", lists, "，其中的人和金额没有计入。如应计入，请补齐列名后重新报送"),
        ("unread_sheets", others, ""),
    ):
        names = "、".join(f"“{sheet.name}”（{_reason(sheet, contract)}）" for sheet in sheets)
        if names:
            yield Notice(code, "", len(sheets), f"没有读取的工作表：{names}{end}")


def _is_list(sheet: _Unread, contract: Contract) -> bool:
    """Whether a visible sheet names persons, and so may be a further list of the source."""
    if sheet.is_hidden or sheet.header is None or not contract.person:
        return False
    return bool({"name", "id_number"} & {column.name for column in sheet.header.columns.values()})


def _reason(sheet: _Unread, contract: Contract) -> str:
    if sheet.is_hidden:
        return "已隐藏"
    return f"缺少列：{'、'.join(missing(sheet.header, contract))}" if sheet.header else "没有所需的表头"
