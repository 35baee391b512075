"""Blank workbooks for departments, one per source, made from the contract that a run reads them by."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from connectors.file_names import safe_name
from connectors.workbooks.layout import document
from connectors.workbooks.text_height import printed_lines, row_height
from data_contracts.contract import Column, Contract

_FONT = {"font_name": "宋体", "font_family": 1, "font_charset": 134, "font_size": 11, "valign": "vcenter"}
_LAST_ROW = 1_048_575  # of a sheet, from 0
_NARROWEST, _WIDEST = 12, 26  # columns, in characters of the default font
_NOTE_COLUMNS = 6  # under the notes: what a screen shows without scrolling
_LONGEST_LIST = 255  # characters that a drop-down may hold by itself
_LONGEST_MESSAGE = 255  # characters that a sheet shows beside a cell
_MONEY_FORMAT, _TEXT_FORMAT = "0.00", "@"


def write_template(contract: Contract, period: str, folder: Path) -> Path | None:
    """Write the blank workbook of one source into `folder`.

    Args:
        contract: of the source.
        period: stands in the file's name, so that it can be dropped as it is.
        folder: is made if it is missing.

    Returns:
        The file; None if there is one of that name, which stays as it is.
    """
    texts = _Texts(contract, period)
    path = folder / safe_name(texts("file"))
    if path.exists():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        created = datetime.combine(date.fromisoformat(f"{period}-01"), time.min)
        book.set_properties({"title": texts("title"), "created": created})
        _write_sheet(book, book.add_worksheet(texts("sheet")[:31]), contract, texts)
    return path


class _Texts:
    """The declared texts of one source's workbook."""

    def __init__(self, contract: Contract, period: str) -> None:
        before = date.fromisoformat(f"{period}-01") - timedelta(days=1)
        self.declared = document("template")
        self._facts = {
            "title": contract.title,
            "department": contract.department,
            "due": contract.cadence.in_words,
            "period": period,
            "month": f"{before:%Y-%m}",
            "day": f"{before:%Y-%m}-03",
        }

    def __call__(self, name: str) -> str:
        return self.filled(self.declared[name])

    def filled(self, text: str) -> str:
        """`text` with the facts that it names."""
        return text.format_map(self._facts)

    def advice(self, column: Column) -> str:
        """How to fill in a column."""
        kinds = self.declared["advice"]
        parts = [self.filled(kinds[column.type])]
        if choices := self.choices(column):
            parts = [self.declared["choices"].format(choices="、".join(choices))]
        need = "required" if column.not_blank else "wanted" if column.required else "optional"
        return "".join([*parts, self.declared[need]])

    def choices(self, column: Column) -> tuple[str, ...]:
        """What the drop-down of a column offers."""
        return column.categories or tuple(self.declared["suggested"].get(column.name, ()))

    def example(self, column: Column) -> str | float:
        """What the example row has in a column; '' for nothing."""
        by_type = self.declared["types"][column.type]
        value = self.declared["examples"].get(column.name, (*self.choices(column), by_type)[0])
        return float(value) if isinstance(value, int | float) else self.filled(str(value))


def _write_sheet(book: xlsxwriter.Workbook, page: Worksheet, contract: Contract, texts: _Texts) -> None:
    columns = contract.columns
    widths = [_width(column) for column in columns]
    for place, column in enumerate(columns):
        pen = book.add_format({**_FONT, "num_format": _number_format(column)})
        page.set_column(place, place, widths[place], pen)
    lines = [texts.filled(line) for line in texts.declared["notes"]]
    header = _write_notes(book, page, [texts("title"), *lines], widths)
    for place, column in enumerate(columns):
        page.write_string(header, place, _heading(column), _header_pen(book, column))
        page.write_comment(header, place, texts.advice(column), {"x_scale": 1.5})
        page.data_validation(header + 1, place, _LAST_ROW, place, _entry(column, texts))
    page.set_row(header, 32)
    _write_example(book, page, header + 1, columns, texts)
    page.freeze_panes(header + 1, 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(header)


def _heading(column: Column) -> str:
    return f"{column.title}*" if column.required else column.title


def _width(column: Column) -> float:
    return min(max(_NARROWEST, 2 * len(column.title) + 4, 22 if column.type == "id_number" else 0), _WIDEST)


def _number_format(column: Column) -> str:
    return _MONEY_FORMAT if column.type == "money" else _TEXT_FORMAT


def _write_notes(book: xlsxwriter.Workbook, page: Worksheet, lines: list[str], widths: list[float]) -> int:
    """Write the title and the notes; return the row of the header."""
    title = book.add_format({**_FONT, "font_size": 16, "bold": True})
    note = book.add_format({**_FONT, "text_wrap": True, "font_color": "#595959"})
    shown = min(len(widths), _NOTE_COLUMNS)
    for row, line in enumerate(lines):
        page.merge_range(row, 0, row, shown - 1, "", note if row else title)
        page.write_string(row, 0, line, note if row else title)
        page.set_row(row, row_height(printed_lines(line, sum(widths[:shown]), 11), 11) if row else 28)
    return len(lines)


def _header_pen(book: xlsxwriter.Workbook, column: Column) -> Format:
    style = {**_FONT, "bold": True, "align": "center", "text_wrap": True, "border": 1, "num_format": "@"}
    colours = {"bg_color": "#DDEBF7", "font_color": "#C00000" if column.required else "#000000"}
    return book.add_format(style | colours)


def _entry(column: Column, texts: _Texts) -> dict[str, Any]:
    """What is shown at a cell and may be entered; other values are asked about, never refused."""
    advice, choices = texts.advice(column), texts.choices(column)
    shown = {"input_title": column.title[:32], "input_message": advice[:_LONGEST_MESSAGE]}
    asks = {"error_type": "warning", "error_title": "请核对", "error_message": advice[:_LONGEST_MESSAGE]}
    if choices and len(",".join(choices)) <= _LONGEST_LIST:
        # The choices stand in the cell's own rule: a further sheet would be data that nobody has read.
        return {"validate": "list", "source": list(choices), **shown, **asks}
    if column.type == "money":
        bound = -(10**12) if column.signed else 0
        return {"validate": "decimal", "criteria": ">=", "value": bound, **shown, **asks}
    return {"validate": "any", **shown}


def _write_example(
    book: xlsxwriter.Workbook, page: Worksheet, row: int, columns: tuple[Column, ...], texts: _Texts
) -> None:
    """One row that shows how to fill in; its first cell begins with the mark by which readers skip it."""
    page.set_row(row, 22)
    style = {**_FONT, "italic": True, "font_color": "#808080", "bg_color": "#F2F2F2"}
    for place, column in enumerate(columns):
        value = texts.example(column)
        pen = book.add_format({**style, "num_format": _number_format(column)})
        if place == 0:
            value = f"{texts.declared['example_mark']}{value}"
        if isinstance(value, str):
            page.write_string(row, place, value, pen)
        else:
            page.write_number(row, place, value, pen)
