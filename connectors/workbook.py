"""Draw workbooks for office staff from a layout and rows: printable, and the same bytes for the same input.

Everything from outside is written as text: no formula, link or number is ever made of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from datetime import date, datetime, time
from math import ceil, floor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from connectors.layout import Column, Layout, Sheet

Row = Mapping[str, Any]

# Temporary files would hold personal data outside the workspace, hence in memory.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# 宋体 is on every office machine; character set and serif family lead the others to a Chinese font.
_FONT = {"font_name": "宋体", "font_family": 1, "font_charset": 134}
_TEXT_SIZE, _SMALL_SIZE = 11, 8
_LONGEST_TEXT = 32_767  # what a cell can hold
_TALLEST_ROW = 409  # points; what a row can be
_LINE_SPACING = 1.45  # of Noto Serif CJK, the tallest font that may stand in for 宋体
_FILL_IN_COLOUR, _HEADER_COLOUR, _GROUP_COLOUR = "#DDEBF7", "#E7E6E6", "#F2F2F2"
_NUMBER_FORMATS = {"text": "@", "number": "#,##0", "measure": "General", "money": "#,##0.00"}
_HEADING_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_size": 18, "bold": True, "align": "center"},
    "line": {"font_size": 12, "bold": True, "text_wrap": True},
    "note": {"font_size": 11, "text_wrap": True},
}
_PAPER_A4 = 9
_WRITERS = 2  # the cores of an office machine
_BIG_BOOK_ROWS = 2_000  # from here on a process of its own (half a second to start) is worth it
_CHOICES_SHEET = "选项"
# Without a password: it keeps row keys from slipping, it does not lock anybody out.
_PROTECTION = {"autofilter": True, "format_rows": True, "format_columns": True}


@dataclass(frozen=True)
class Book:
    """One workbook to write.

    Attributes:
        path: file to write; missing folders are made.
        layout: what it looks like.
        tables: rows of each sheet, by the sheet's name.
        facts: what the headings name in braces.
        created: written into the document's properties, so that they do not depend on the clock.
    """

    path: Path
    layout: Layout
    tables: Mapping[str, Sequence[Row]]
    facts: Mapping[str, Any]
    created: date


def write_books(books: Iterable[Book]) -> None:
    """Write workbooks; big ones in processes of their own, a few at a time, so that both cores work."""
    with ProcessPoolExecutor(_WRITERS, get_context("spawn")) as writers:  # starts none before it is needed
        waiting: set[Future[None]] = set()
        for book in books:
            if sum(map(len, book.tables.values())) < _BIG_BOOK_ROWS:
                write_book(book)
                continue
            waiting.add(writers.submit(write_book, book))
            if len(waiting) > _WRITERS:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                _raise_failures(done)
        _raise_failures(waiting)


def _raise_failures(writing: Iterable[Future[None]]) -> None:
    for future in writing:
        future.result()


def write_book(book: Book) -> None:
    """Write one workbook."""
    layout = book.layout
    book.path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(book.path, _OPTIONS) as file:
        file.set_properties({"title": layout.title, "created": datetime.combine(book.created, time.min)})
        pens = _Pens(file)
        for sheet in layout.sheets:
            if book.tables[sheet.name] or not sheet.optional:
                page = file.add_worksheet(sheet.name)
                _set_up_page(page, sheet, layout.footer, layout.page_mark.format_map(book.facts))
                header = _write_headings(page, sheet, book.facts, pens)
                _write_table(page, sheet, header, book.tables[sheet.name], pens)
        _write_choices(file, layout)


class _Pens:
    """Formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._cells: dict[tuple[Any, ...], Format] = {}

    def __call__(self, properties: Mapping[str, Any]) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({**_FONT, "valign": "vcenter", **properties})
        return self._formats[key]

    def cell(self, column: Column, value: Any, size: int, begins_group: bool) -> Format:
        """Format of a cell, looked up by the little that it depends on: there are millions of cells."""
        key = (id(column), value if value in column.colours else None, size, begins_group)
        if key not in self._cells:
            self._cells[key] = self(_cell_style(column, value, size, begins_group))
        return self._cells[key]


def _set_up_page(page: Worksheet, sheet: Sheet, footer: str, mark: str) -> None:
    page.set_landscape()
    page.set_paper(_PAPER_A4)
    page.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.set_footer(f"&L{footer}&C第 &P 页 共 &N 页&R{sheet.name}　{mark[:60].replace('&', '&&')}")
    if sheet.protected:
        page.protect("", _PROTECTION)
    for position, column in enumerate(sheet.columns):
        page.set_column(position, position, column.width, None, {"hidden": column.hidden})


def _write_headings(page: Worksheet, sheet: Sheet, facts: Mapping[str, Any], pens: _Pens) -> int:
    """Write the lines above the table; return the row of the table's header."""
    lines = [(heading.style, heading.text.format_map(facts)) for heading in sheet.headings]
    shown = [(_HEADING_STYLES[style], text) for style, text in lines if text]
    for row, (style, text) in enumerate(shown):
        _write_across(page, sheet, row, text, pens(style))
    return len(shown)


def _write_across(page: Worksheet, sheet: Sheet, row: int, text: str, pen: Format) -> None:
    visible = [column.width for column in sheet.columns if not column.hidden]
    page.merge_range(row, 0, row, len(visible) - 1, "", pen)
    page.write_string(row, 0, text[:_LONGEST_TEXT], pen)
    page.set_row(row, _height(_lines(text, sum(visible), pen.font_size), pen.font_size))


def _write_table(page: Worksheet, sheet: Sheet, header: int, rows: Sequence[Row], pens: _Pens) -> None:
    _write_header(page, sheet, header, pens)
    for number, row in enumerate(rows, start=header + 1):
        _write_row(page, sheet, number, row, pens)
    if not rows:
        _write_across(page, sheet, header + 1, sheet.empty, pens(_HEADING_STYLES["note"]))
    else:
        page.autofilter(header, 0, header + len(rows), len(sheet.columns) - 1)
        _restrict_entries(page, sheet, header + 1, header + len(rows))
    page.repeat_rows(header)
    page.freeze_panes(header + 1, sheet.frozen_columns)


def _write_header(page: Worksheet, sheet: Sheet, row: int, pens: _Pens) -> None:
    style = {"font_size": _TEXT_SIZE, "bold": True, "align": "center", "text_wrap": True, "border": 1}
    for position, column in enumerate(sheet.columns):
        colour = _FILL_IN_COLOUR if column.fill_in else _HEADER_COLOUR
        page.write_string(row, position, column.title, pens({**style, "bg_color": colour}))
    lines = max(_lines(column.title, column.width, _TEXT_SIZE) for column in sheet.columns)
    page.set_row(row, _height(lines, _TEXT_SIZE))


def _write_row(page: Worksheet, sheet: Sheet, number: int, row: Row, pens: _Pens) -> None:
    values = [_shown(column, row) for column in sheet.columns]
    size, height = _fitting(sheet.columns, values)
    page.set_row(number, max(height, sheet.row_height))
    begins_group = bool(sheet.group_column and row[sheet.group_column])
    for position, (column, value) in enumerate(zip(sheet.columns, values, strict=True)):
        pen = pens.cell(column, value, size, begins_group)
        if value is None:
            page.write_blank(number, position, None, pen)
        elif isinstance(value, str):
            page.write_string(number, position, value[:_LONGEST_TEXT], pen)
        else:
            page.write_number(number, position, value, pen)


def _shown(column: Column, row: Row) -> Any:
    """What the cell shows: None, a text or a number; text in a text column whatever the value is."""
    value = None if column.fill_in else row[column.name]
    if value is None or column.kind != "text":
        return value
    return column.words.get(str(value), str(value))


def _cell_style(column: Column, value: Any, size: int, begins_group: bool) -> dict[str, Any]:
    style: dict[str, Any] = {"font_size": size, "text_wrap": True, "border": 1}
    style["num_format"] = "yyyy-mm-dd" if column.fill_in == "date" else _NUMBER_FORMATS[column.kind]
    if column.centred or column.kind == "number":
        style["align"] = "center"
    if column.bold:
        style["bold"] = True
    if value in column.colours:
        style["bg_color"] = column.colours[value]
    if column.fill_in:
        style["locked"] = False
    if begins_group:
        style["bg_color"] = _GROUP_COLOUR
    return style


def _fitting(columns: Sequence[Column], values: Sequence[Any]) -> tuple[int, float]:
    """Font size and row height at which every text of a row is seen whole."""
    shown = [
        (str(value), column.width)
        for column, value in zip(columns, values, strict=True)
        if value is not None and not column.hidden
    ]
    for size in (_TEXT_SIZE, _SMALL_SIZE):
        height = _height(max((_lines(text, width, size) for text, width in shown), default=1), size)
        if height <= _TALLEST_ROW:
            return size, height
    return _SMALL_SIZE, _TALLEST_ROW


def _height(lines: int, size: int) -> float:
    """Points for so many lines, with some air above and below."""
    return lines * size * _LINE_SPACING + 4


def _lines(text: str, width: float, size: int) -> int:
    """Printed lines of `text` in a column of `width`, rather too many than too few.

    GB18030 has one byte for a half-width and two for a full-width character. A column's width counts digits
    of 7 pixels; a half-width character of `size` points has size x 96 / 72 / 2 of them. One full-width
    character a line is lost where punctuation may not begin a line.
    """
    halves = max(floor(width * 7 / (size * 2 / 3)) - 2, 2)
    if len(text) * 2 <= halves and "\n" not in text:  # most cells, without counting bytes
        return 1
    return sum(max(ceil(len(line.encode("gb18030")) / halves), 1) for line in text.split("\n"))


def _restrict_entries(page: Worksheet, sheet: Sheet, first: int, last: int) -> None:
    """Let cells to fill in take dates and listed choices only."""
    for position, column in enumerate(sheet.columns):
        if column.fill_in == "choice":
            page.data_validation(first, position, last, position, _choice(column))
        elif column.fill_in == "date":
            page.data_validation(first, position, last, position, _DATE)


_DATE = {
    "validate": "date",
    "criteria": ">=",
    "value": date(2020, 1, 1),  # before the first of the five documents
    "error_title": "日期有误",
    "error_message": "请填写日期，例如 2021-06-15。",
}


def _choice(column: Column) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": f"={_choices_name(column)}",
        "error_title": "请从选项中选择",
        "error_message": f"可填：{'、'.join(column.choices)}。",
    }


def _choices_name(column: Column) -> str:
    return f"choices_{column.name}"


def _write_choices(book: xlsxwriter.Workbook, layout: Layout) -> None:
    """Put the choices of every drop-down on a hidden sheet, each list under a name of the workbook."""
    columns = [column for sheet in layout.sheets for column in sheet.columns if column.choices]
    if not columns:
        return
    page = book.add_worksheet(_CHOICES_SHEET)
    page.hide()
    page.protect()
    for position, column in enumerate(columns):
        page.write_column(0, position, column.choices)
        cells = xl_range_abs(0, position, len(column.choices) - 1, position)
        book.define_name(_choices_name(column), f"={_CHOICES_SHEET}!{cells}")
