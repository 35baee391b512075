"""A workbook of XlsxWriter whose tables are written as ready XML: a list of a county has millions of cells.

The only code that knows XlsxWriter from inside: `pyproject.toml` bounds its version for that.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from zipfile import ZipFile, ZipInfo

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.worksheet import Worksheet

_RARE = r"[\x00-\x08\x0B-\x1F\x{FFFE}\x{FFFF}]|_x[0-9a-fA-F]{4}_"
_LONGEST_TEXT = 32_767  # UTF-16 units in a cell, at most
# A township's list is a quarter larger than with zlib's usual 6, which takes more than three times as long.
_COMPRESSION_LEVEL = 2
# What XML or Excel reads as something else: marks, control characters, Excel's own escapes, outer spaces.
_UNPLAIN = r"[&<>\x00-\x08\x0B-\x1F\u{FFFE}\u{FFFF}]|_x|\A\s|\s\z"


class _QuickZip(ZipFile):
    """A file of parts, each compressed at `_COMPRESSION_LEVEL`."""

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = _COMPRESSION_LEVEL,
    ) -> None:
        super().writestr(zinfo_or_arcname, data, compress_type, compresslevel)


xlsxwriter.workbook.ZipFile = _QuickZip  # type: ignore[attr-defined] # XlsxWriter has no setting for it


class TableBook(xlsxwriter.Workbook):
    """A workbook whose texts are written together."""

    def add_page(self, name: str) -> "TablePage":
        """A further worksheet."""
        page = self.add_worksheet(name, TablePage)
        assert isinstance(page, TablePage)
        return page

    def _get_packager(self) -> Packager:
        return _TablePackager()


class _TablePackager(Packager):
    workbook: Any

    def _write_shared_strings_file(self) -> None:
        texts = _Texts()
        texts.string_table = self.workbook.str_table
        if self.workbook.str_table.count:
            texts._set_xml_writer(self._filename("xl/sharedStrings.xml"))  # type: ignore[no-untyped-call] # it has no types
            texts._assemble_xml_file()


class _Texts(SharedStrings):
    """The texts of a workbook: plain ones in one piece, XlsxWriter writes the others."""

    string_table: Any
    fh: Any  # where the XML goes

    def _write_sst_strings(self) -> None:
        texts = pl.Series(self.string_table.string_array, dtype=pl.String)
        ready = pl.select("<si><t>" + texts + "</t></si>").to_series()
        written = 0
        for place in texts.str.contains(_UNPLAIN).arg_true():
            self.fh.write(ready.slice(written, place - written).str.join("").item())
            self._write_si(texts[place])
            written = place + 1
        self.fh.write(ready.slice(written).str.join("").item())


class TablePage(Worksheet):
    """A worksheet whose table is added in one piece."""

    fh: Any  # where the sheet's XML goes
    str_table: Any  # the texts of the workbook, each once
    dim_rowmin: Any  # first row that has a cell, from 0
    dim_rowmax: Any  # and the last

    def __init__(self) -> None:
        super().__init__()
        self._table_rows = ""
        self._merged = ""
        self._below = 0

    def add_rows(self, xml: str, last_row: int, last_column: int) -> None:
        """Put `<row>` elements below all cells written one by one so far; they end at that cell, from 0."""
        self._check_dimensions(last_row, last_column)
        self._table_rows, self._below = xml, last_row + 1

    def _write_rows(self) -> None:
        first, last = self.dim_rowmin, self.dim_rowmax
        if self._table_rows:
            self.dim_rowmax = self._below - 1
        super()._write_rows()
        self.fh.write(self._table_rows)
        if self._table_rows and last >= self._below:
            self.dim_rowmin, self.dim_rowmax = self._below, last
            super()._write_rows()
        self.dim_rowmin, self.dim_rowmax = first, last

    def add_merged(self, xml: str, count: int) -> None:
        """Merge cells by so many `<mergeCell>` elements, in a sheet without merged cells of its own."""
        self._merged = f'<mergeCells count="{count}">{xml}</mergeCells>'

    def _write_merge_cells(self) -> None:
        super()._write_merge_cells()
        self.fh.write(self._merged)

    def written_texts(self, texts: pl.Series) -> pl.Series:
        """Texts as they stand in the XML of their own cells (`inlineStr`): for those that hardly repeat.

        What is rare in them, control characters and what looks like the library's signs for these, is left to
        the library.
        """
        rare = (texts.str.contains(_RARE) | (texts.str.len_chars() > _LONGEST_TEXT // 2)).fill_null(
            value=False
        )
        places = rare.arg_true()
        left = [self._escaped(text) for text in texts.gather(places)]
        for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
            texts = texts.str.replace_all(sign, entity, literal=True)
        return texts.scatter(places, left) if left else texts

    def _escaped(self, text: str) -> str:
        escaped: str = self._escape_control_characters(self._escape_data(cut(text)))  # type: ignore[no-untyped-call]
        return escaped

    def style_number(self, pen: Format) -> int:
        """What a `<c>` element names a format by."""
        number: int = pen._get_xf_index()  # type: ignore[no-untyped-call] # it has no types
        return number

    def text_numbers(self, texts: Iterable[str], cells: int) -> list[int]:
        """What `<c>` elements name distinct texts by, which stand in so many cells together."""
        shared = self.str_table
        numbers = [shared._get_shared_string_index(cut(text)) for text in texts]
        shared.count += cells - len(numbers)
        return numbers

    def rich_text_number(self, row: int, column: int, parts: Sequence[str | Format]) -> int:
        """What the `<c>` element of a text with several fonts, each before its part, names it by."""
        self.write_rich_string(row, column, *parts)
        number: int = self.table[row].pop(column).string
        return number


def cut(text: str) -> str:
    """The text as far as a cell holds it."""
    if len(text) <= _LONGEST_TEXT // 2:  # most texts, without counting units
        return text
    return text.encode("utf-16-le")[: 2 * _LONGEST_TEXT].decode("utf-16-le", "ignore")
