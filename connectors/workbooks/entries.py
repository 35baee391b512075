"""What may be entered into the cells that people fill in: dates, amounts, and choices from a drop-down."""

from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from connectors.workbooks.layout import Column, Layout, Sheet

_CHOICES_SHEET = "选项"


def restrict_entries(page: Worksheet, sheet: Sheet, first: int, last: int) -> None:
    """Let the cells to fill in accept only dates, amounts and listed choices."""
    for position, column in enumerate(sheet.columns):
        if column.fill_in == "choice":
            page.data_validation(first, position, last, position, _choice(column))
        elif column.fill_in in _ENTRIES:
            page.data_validation(first, position, last, position, _ENTRIES[column.fill_in])


_ENTRIES: dict[str, dict[str, Any]] = {
    "date": {
        "validate": "date",
        "criteria": ">=",
        "value": date(2020, 1, 1),  # before the first of the five policy documents
        "error_title": "日期有误",
        "error_message": "请填写日期，例如 2021-06-15。",
    },
    "money": {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "error_title": "金额有误",
        "error_message": "请填写金额（元），例如 1200。",
    },
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


def write_choices(book: xlsxwriter.Workbook, layout: Layout) -> None:
    """Put the choices of every drop-down on a hidden sheet, each list under a defined name."""
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
