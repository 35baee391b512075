"""Fonts, colours, borders and number formats of a workbook's cells."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.format import Format

from connectors.workbooks.layout import Column

Mark = Literal["none", "filled", "red"]

TEXT_SIZE, SMALL_SIZE = 11, 8
HEADING_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_size": 18, "bold": True, "align": "center"},
    "line": {"font_size": 12, "bold": True, "text_wrap": True},
    "note": {"font_size": 11, "text_wrap": True},
    # of a page that is hung up on a wall
    "poster": {"font_size": 32, "bold": True, "align": "center", "text_wrap": True},
    "poster_text": {"font_size": 18, "text_wrap": True},
    "poster_end": {"font_size": 18, "text_wrap": True, "align": "right"},
}

# Every office machine has 宋体; elsewhere, character set and serif family select a Chinese font.
_FONT = {"font_name": "宋体", "font_family": 1, "font_charset": 134}
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
_ENTRY_FORMATS = {"date": "yyyy-mm-dd", "money": "#,##0.00"}
_HEADER_STYLE = {"bold": True, "align": "center", "text_wrap": True, "border": 1}
ASKED_LARGER = 1  # points, of what is written on by hand
_PRINTED_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "align": "center", "text_wrap": True},
    "note": {"text_wrap": True},
    "label": {"bold": True, "align": "center", "text_wrap": True, "border": 1, "bg_color": _HEADER_COLOUR},
    "known": {"text_wrap": True, "border": 1, "align": "left", "indent": 1},
    "asked": {"text_wrap": True, "border": 1, "bg_color": _FILL_IN_COLOUR, "align": "left", "indent": 1},
    "foot": {"text_wrap": True},
}


class Pens:
    """Formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, properties: Mapping[str, Any]) -> Format:
        """The format with these properties, and the font of all cells."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({**_FONT, "valign": "vcenter", **properties})
        return self._formats[key]

    def header(self, columns: Iterable[Column], size: int = TEXT_SIZE) -> Format:
        """Format of the header above columns."""
        fill_in = any(column.fill_in for column in columns)
        return self(
            {**_HEADER_STYLE, "font_size": size, "bg_color": _FILL_IN_COLOUR if fill_in else _HEADER_COLOUR}
        )

    def cell(
        self, column: Column, *, size: int, shaded: bool, colour: str | None = None, mark: Mark = "none"
    ) -> Format:
        """Format of a cell; `colour` is that of its value."""
        style: dict[str, Any] = {"font_size": size, "text_wrap": True, "border": 1}
        style["num_format"] = _ENTRY_FORMATS.get(column.fill_in, _NUMBER_FORMATS[column.kind])
        if column.centred or column.kind == "number":
            style["align"] = "center"
        if column.whole or column.fill_in == "date":
            style |= {"text_wrap": False, "shrink": True}
        if column.bold:
            style["bold"] = True
        if colour:
            style["bg_color"] = colour
        if column.fill_in:
            style["locked"] = False
        if shaded:
            style["bg_color"] = _GROUP_COLOUR
        if mark != "none":
            style["bg_color"] = _MARKED_COLOUR
        return self(style | _RED if mark == "red" else style)

    def printed(self, style: str, size: int) -> Format:
        """Format of a cell of a printed page, in a font of `size` points."""
        larger = {"title": 6, "asked": ASKED_LARGER}.get(style, 0)
        return self({**_PRINTED_STYLES[style], "num_format": "@", "font_size": size + larger})

    def piece(self, size: int, red: bool) -> Format:
        """Font of a part of a text."""
        return self({"font_size": size, **(_RED if red else {})})
