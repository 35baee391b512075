"""Write workbooks for office staff from a layout and rows: printable, and the same bytes for the same input.

Text from outside stays text: it never becomes a formula, link or number.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from multiprocessing import get_context
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from connectors.child_processes import end_with_parent, signals_kept
from connectors.workbooks.differences import Pieces, runs
from connectors.workbooks.entries import restrict_entries, write_choices
from connectors.workbooks.layout import Column, Layout, Sheet
from connectors.workbooks.text_height import printed_lines, row_height

Row = Mapping[str, Any]
Mark = Literal["none", "filled", "red"]

# Temporary files would hold personal data outside the workspace, hence in memory.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# Every office machine has 宋体; elsewhere, character set and serif family select a Chinese font.
_FONT = {"font_name": "宋体", "font_family": 1, "font_charset": 134}
_TEXT_SIZE, _SMALL_SIZE = 11, 8
_LONGEST_TEXT = 32_767  # characters in a cell, at most
_TALLEST_ROW = 409  # points, at most
_FILL_IN_COLOUR, _HEADER_COLOUR, _GROUP_COLOUR = "#DDEBF7", "#E7E6E6", "#F2F2F2"
_MARKED_COLOUR = "#FFF2CC"
_RED = {"font_color": "#C00000", "bold": True}
_NUMBER_FORMATS = {
    "text": "@",
    "number": "#,##0",
    "measure": "General",
    "money": "#,##0.00",
    "percent": "0%",
}
_HEADING_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_size": 18, "bold": True, "align": "center"},
    "line": {"font_size": 12, "bold": True, "text_wrap": True},
    "note": {"font_size": 11, "text_wrap": True},
}
_HEADER_STYLE = {"font_size": _TEXT_SIZE, "bold": True, "align": "center", "text_wrap": True, "border": 1}
_PAPER_A4 = 9
_WRITERS = 2  # the cores of an office machine
_BIG_BOOK_ROWS = 2_000  # from here on a separate process (half a second to start) pays off
# Without a password: it keeps row keys in their rows and locks nobody out.
_PROTECTION = {"autofilter": True, "format_rows": True, "format_columns": True}


@dataclass(frozen=True)
class Book:
    """One workbook to write.

    Attributes:
        path: file to write; missing folders are made.
        layout: how the workbook looks.
        tables: rows of each sheet, by the sheet's name.
        facts: values that the headings name in braces.
        created: written into the document's properties, so that they do not depend on the clock.
    """

    path: Path
    layout: Layout
    tables: Mapping[str, Sequence[Row]]
    facts: Mapping[str, Any]
    created: date


def write_books(books: Iterable[Book]) -> None:
    """Write workbooks; big ones in separate processes, a few at a time, so that both cores work."""
    with ExitStack() as stack:
        writers: ProcessPoolExecutor | None = None
        waiting: set[Future[None]] = set()
        for book in books:
            if sum(map(len, book.tables.values())) < _BIG_BOOK_ROWS:
                write_book(book)
                continue
            writers = writers or stack.enter_context(_writers())
            waiting.add(writers.submit(write_book, book))
            if len(waiting) > _WRITERS:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                _raise_failures(done)
        _raise_failures(waiting)


def _writers() -> ProcessPoolExecutor:
    with signals_kept():
        return ProcessPoolExecutor(
            _WRITERS, get_context("spawn"), initializer=end_with_parent, initargs=(os.getpid(),)
        )


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
        write_choices(file, layout)


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

    def cell(self, column: Column, value: Any, size: int, shaded: bool, mark: Mark) -> Format:
        """Format of a cell, cached by the few values that it depends on: there are millions of cells."""
        key = (id(column), value if value in column.colours else None, size, shaded, mark)
        if key not in self._cells:
            self._cells[key] = self(_cell_style(column, value, size, shaded, mark))
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
    page.set_row(row, row_height(printed_lines(text, sum(visible), pen.font_size), pen.font_size))


def _write_table(page: Worksheet, sheet: Sheet, top: int, rows: Sequence[Row], pens: _Pens) -> None:
    header = _write_bands(page, sheet, top, pens)
    _write_header(page, sheet, header, pens)
    for number, row in enumerate(rows, start=header + 1):
        _write_row(page, sheet, number, row, pens)
    if not rows:
        _write_across(page, sheet, header + 1, sheet.empty, pens(_HEADING_STYLES["note"]))
    else:
        page.autofilter(header, 0, header + len(rows), len(sheet.columns) - 1)
        restrict_entries(page, sheet, header + 1, header + len(rows))
    page.repeat_rows(top, header)
    page.freeze_panes(header + 1, sheet.frozen_columns)


def _write_bands(page: Worksheet, sheet: Sheet, row: int, pens: _Pens) -> int:
    """Write the titles above groups of columns, if there are any; return the row of the columns' headers."""
    position = 0
    for band, group in groupby(sheet.columns, attrgetter("band")):
        columns = list(group)
        if band:
            page.merge_range(
                row, position, row, position + len(columns) - 1, band, _header_pen(columns, pens)
            )
            page.set_row(row, row_height(1, _TEXT_SIZE))
        position += len(columns)
    return row + any(column.band for column in sheet.columns)


def _write_header(page: Worksheet, sheet: Sheet, row: int, pens: _Pens) -> None:
    for position, column in enumerate(sheet.columns):
        page.write_string(row, position, column.title, _header_pen([column], pens))
    lines = max(printed_lines(column.title, column.width, _TEXT_SIZE) for column in sheet.columns)
    page.set_row(row, row_height(lines, _TEXT_SIZE))


def _header_pen(columns: Iterable[Column], pens: _Pens) -> Format:
    fill_in = any(column.fill_in for column in columns)
    return pens({**_HEADER_STYLE, "bg_color": _FILL_IN_COLOUR if fill_in else _HEADER_COLOUR})


def _write_row(page: Worksheet, sheet: Sheet, number: int, row: Row, pens: _Pens) -> None:
    values = [_shown(column, row) for column in sheet.columns]
    size, height = _fitting(sheet.columns, values)
    page.set_row(number, max(height, sheet.row_height))
    shaded = bool(sheet.group_column and row[sheet.group_column])
    for position, (column, value) in enumerate(zip(sheet.columns, values, strict=True)):
        pieces = _pieces(column, row, value)
        pen = pens.cell(column, value, size, shaded, _mark(pieces))
        if value is None:
            page.write_blank(number, position, None, pen)
        elif pieces and len(pieces) > 1:
            page.write_rich_string(number, position, *_rich(pieces, size, pens), pen)
        elif isinstance(value, str):
            page.write_string(number, position, value[:_LONGEST_TEXT], pen)
        else:
            page.write_number(number, position, value, pen)


def _pieces(column: Column, row: Row, value: Any) -> Pieces | None:
    """The text cut into red and other pieces; None if the cell is not marked."""
    places = row[column.marks] if column.marks else None
    return None if places is None or value is None else runs(value[:_LONGEST_TEXT], places)


def _mark(pieces: Pieces | None) -> Mark:
    if pieces is None:
        return "none"
    return "red" if all(red for _, red in pieces) else "filled"


def _rich(pieces: Pieces, size: int, pens: _Pens) -> Iterator[Any]:
    """The pieces of a text for the writer, each after its font."""
    for text, red in pieces:
        yield pens({"font_size": size, **(_RED if red else {})})
        yield text


def _shown(column: Column, row: Row) -> Any:
    """What the cell shows: None, a text or a number; a text column always shows text."""
    value = None if column.fill_in else row[column.name]
    if value is None or column.kind != "text":
        return value
    shown = column.words.get(str(value), str(value))
    # The library takes text that begins with <r> for its own rich text and writes it unescaped.
    return f" {shown}" if shown.startswith("<r>") else shown


def _cell_style(column: Column, value: Any, size: int, shaded: bool, mark: Mark) -> dict[str, Any]:
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
    if shaded:
        style["bg_color"] = _GROUP_COLOUR
    if mark != "none":
        style["bg_color"] = _MARKED_COLOUR
    if mark == "red":
        style |= _RED
    return style


def _fitting(columns: Sequence[Column], values: Sequence[Any]) -> tuple[int, float]:
    """Font size and row height at which every text of a row can be read in full."""
    shown = [
        (str(value), column.width)
        for column, value in zip(columns, values, strict=True)
        if value is not None and not column.hidden
    ]
    for size in (_TEXT_SIZE, _SMALL_SIZE):
        height = row_height(max((printed_lines(text, width, size) for text, width in shown), default=1), size)
        if height <= _TALLEST_ROW:
            return size, height
    return _SMALL_SIZE, _TALLEST_ROW
