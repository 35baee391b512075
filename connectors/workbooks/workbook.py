"""Write workbooks for office staff from a layout and rows: printable, and the same bytes for the same input.

Text from outside stays text: it never becomes a formula, link or number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import polars as pl
from xlsxwriter.format import Format

from connectors.workbooks.cell_formats import HEADING_STYLES, TEXT_SIZE, Pens
from connectors.workbooks.encryption import write_encrypted
from connectors.workbooks.entries import restrict_entries, write_choices
from connectors.workbooks.layout import Heading, Layout, Sheet
from connectors.workbooks.page_layout import PrintedPage
from connectors.workbooks.printed_pages import MOST_PAGES, write_pages
from connectors.workbooks.table_page import TableBook, TablePage
from connectors.workbooks.table_rows import write_rows
from connectors.workbooks.text_height import printed_lines, row_height

Row = Mapping[str, Any]

# Temporary files would hold personal data outside the workspace, hence in memory.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_PAPER_A4 = 9
# Without a password: it keeps row keys in their rows and locks nobody out.
_PROTECTION = {"autofilter": True, "format_rows": True, "format_columns": True}


@dataclass(frozen=True)
class Book:
    """One workbook to write.

    Attributes:
        path: file to write; missing folders are made.
        layout: how the workbook looks.
        tables: as `shown` makes them, by the sheet's name.
        facts: values that the headings name in braces.
        created: written into the document's properties, so that they do not depend on the clock.
        password: of the workbook; empty: it has none.
    """

    path: Path
    layout: Layout
    tables: Mapping[str, pl.DataFrame]
    facts: Mapping[str, Any]
    created: date
    password: str = field(default="", repr=False)


def write_book(book: Book) -> None:
    """Write one workbook."""
    book.path.parent.mkdir(parents=True, exist_ok=True)
    if not book.password:
        _write(book, book.path)
        return
    plain = BytesIO()
    _write(book, plain)
    write_encrypted(plain, book.password, book.path)


def _write(book: Book, target: Path | BytesIO) -> None:
    layout = book.layout
    with TableBook(target, _OPTIONS) as file:
        file.set_properties({"title": layout.title, "created": datetime.combine(book.created, time.min)})
        pens = Pens(file)
        for sheet in layout.sheets:
            table = book.tables[sheet.name]
            if sheet.page:
                _write_pages(file, book, sheet, sheet.page, pens)
            elif not (sheet.optional and table.is_empty()):
                page = file.add_page(sheet.name)
                _set_up_page(page, sheet)
                _set_up_printing(page, book, sheet)
                header = _write_lines(page, sheet, 0, sheet.headings, book.facts, pens)
                end = _write_table(page, sheet, header, table, pens)
                _write_lines(page, sheet, end, sheet.closing, book.facts, pens)
        write_choices(file, layout)


def _write_pages(file: TableBook, book: Book, sheet: Sheet, printed: PrintedPage, pens: Pens) -> None:
    """Write the printed pages of a sheet; what one sheet cannot hold goes on in further ones."""
    for number, table in enumerate(book.tables[sheet.name].iter_slices(MOST_PAGES), start=1):
        name = sheet.name if number == 1 else f"{sheet.name}{number}"
        page = file.add_page(name)
        _set_up_printing(page, book, sheet)
        page.center_horizontally()
        page.fit_to_pages(1, 0)
        write_pages(page, printed, table, book.facts, pens)


def _set_up_printing(page: TablePage, book: Book, sheet: Sheet) -> None:
    mark = book.layout.page_mark.format_map(book.facts)[:60].replace("&", "&&")
    page.set_paper(_PAPER_A4)
    page.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.6)
    page.set_footer(f"&L{book.layout.footer}&C第 &P 页 共 &N 页&R{sheet.name}　{mark}")


def _set_up_page(page: TablePage, sheet: Sheet) -> None:
    if not sheet.portrait:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    if sheet.protected:
        page.protect("", _PROTECTION)
    for position, column in enumerate(sheet.columns):
        page.set_column(position, position, column.width, None, {"hidden": column.hidden})


def _write_lines(  # noqa: PLR0913, PLR0917 -- each is needed
    page: TablePage, sheet: Sheet, top: int, lines: Iterable[Heading], facts: Mapping[str, Any], pens: Pens
) -> int:
    """Write lines above or below the table, from row `top` on; return the row after them."""
    texts = [(line.style, line.text.format_map(facts)) for line in lines]
    shown = [(HEADING_STYLES[style], text) for style, text in texts if text]
    for row, (style, text) in enumerate(shown, top):
        _write_across(page, sheet, row, text, pens(style))
    return top + len(shown)


def _write_across(page: TablePage, sheet: Sheet, row: int, text: str, pen: Format) -> None:
    visible = [column.width for column in sheet.columns if not column.hidden]
    page.merge_range(row, 0, row, len(visible) - 1, "", pen)
    page.write_string(row, 0, text, pen)
    page.set_row(row, row_height(printed_lines(text, sum(visible), pen.font_size), pen.font_size))


def _write_table(page: TablePage, sheet: Sheet, top: int, table: pl.DataFrame, pens: Pens) -> int:
    """Write the table from row `top` on; return the row after it."""
    header = _write_bands(page, sheet, top, pens)
    _write_header(page, sheet, header, pens)
    if table.is_empty():
        _write_across(page, sheet, header + 1, sheet.empty, pens(HEADING_STYLES["note"]))
    else:
        write_rows(page, sheet, header + 1, table, pens)
        page.autofilter(header, 0, header + table.height, len(sheet.columns) - 1)
        restrict_entries(page, sheet, header + 1, header + table.height)
    page.repeat_rows(top, header)
    page.freeze_panes(header + 1, sheet.frozen_columns)
    return header + 1 + max(table.height, 1)


def _write_bands(page: TablePage, sheet: Sheet, row: int, pens: Pens) -> int:
    """Write the titles above groups of columns, if there are any; return the row of the columns' headers."""
    position = 0
    for band, group in groupby(sheet.columns, attrgetter("band")):
        columns = list(group)
        if band:
            page.merge_range(row, position, row, position + len(columns) - 1, band, pens.header(columns))
            page.set_row(row, row_height(1, TEXT_SIZE))
        position += len(columns)
    return row + any(column.band for column in sheet.columns)


def _write_header(page: TablePage, sheet: Sheet, row: int, pens: Pens) -> None:
    for position, column in enumerate(sheet.columns):
        page.write_string(row, position, column.title, pens.header([column], sheet.text_size))
    lines = max(printed_lines(column.title, column.width, sheet.text_size) for column in sheet.columns)
    page.set_row(row, row_height(lines, sheet.text_size))
