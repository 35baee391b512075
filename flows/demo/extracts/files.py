"""Writes the files: text batch by batch, workbooks and parquet at the end."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import polars as pl
import xlsxwriter

from data_contracts.contract import Contract
from flows.demo.extracts.layouts import Layout
from flows.demo.extracts.rendering import rendered

_BLANK_AFTER = (3, 10)  # an empty row follows these rows, in layouts with empty rows
_CREATED = datetime(2021, 6, 1, tzinfo=UTC)  # the same everywhere, so that equal seeds give equal bytes
_AS_NUMBER = ["trailing_zeros", "scientific_long"]  # damage done by storing the text as a number
_CONTINUED = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}  # no second byte-order mark within a file


@dataclass
class ExtractFile:
    """One file being written; `rows` counts the rows written so far."""

    path: Path
    contract: Contract
    layout: Layout
    rows: int = 0
    _waiting: list[pl.DataFrame] = field(default_factory=list)
    _damage: list[pl.Series] = field(default_factory=list)

    def append(self, rows: pl.DataFrame) -> None:
        """Writes typed rows."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = self._with_extra(rendered(rows, self.contract, self.layout))
        if self.layout.suffix in {".csv", ".tsv"}:
            self._append_text(text)
        else:
            self._waiting.append(text)
            self._damage.append(rows["damage"])
        self.rows += rows.height

    def append_total(self, line: pl.DataFrame) -> None:
        """Writes a last line with the sum of the rows, which is none itself."""
        self.append(line)
        self.rows -= line.height

    def close(self) -> None:
        """Finishes a file that could not be written batch by batch."""
        if not self._waiting:
            return
        if self.layout.suffix == ".parquet":
            pl.concat(self._waiting).rename(self._header()).write_parquet(self.path)
        elif self.layout.suffix == ".xlsx":
            self._write_workbook(pl.concat(self._waiting), pl.concat(self._damage))

    def _header(self) -> dict[str, str]:
        """Canonical name -> header text."""
        if self.layout.english:
            return {column.name: column.name for column in self.contract.columns}
        unit = "（元）" if self.layout.units else ""
        return {c.name: c.title + (unit if c.type == "money" else "") for c in self.contract.columns}

    def _with_extra(self, text: pl.DataFrame) -> pl.DataFrame:
        return text.with_columns(pl.lit("城区经办点").alias(self.layout.extra)) if self.layout.extra else text

    def _append_text(self, text: pl.DataFrame) -> None:
        first = self.rows == 0
        text = _with_blank_rows(text) if self.layout.blank_rows and first else text
        separator = "\t" if self.layout.suffix == ".tsv" else ","
        encoding = self.layout.encoding
        encoding = encoding if first else _CONTINUED.get(encoding, encoding)
        with self.path.open("wb" if first else "ab") as file:
            if encoding == "utf-8":
                text.rename(self._header()).write_csv(file, include_header=first, separator=separator)
                return
            written = text.rename(self._header()).write_csv(include_header=first, separator=separator)
            file.write(written.encode(encoding))

    def _write_workbook(self, text: pl.DataFrame, damage: pl.Series) -> None:
        with xlsxwriter.Workbook(self.path, {"strings_to_urls": False, "strings_to_formulas": False}) as book:
            book.set_properties({"created": _CREATED})
            sheet = book.add_worksheet()
            for line, title in enumerate(self.layout.titles):
                sheet.write_string(line, 0, title)
            top = len(self.layout.titles)
            sheet.write_row(top, 0, list(text.rename(self._header()).columns))
            for place, name in enumerate(text.columns):
                sheet.write_column(top + 1, place, self._cells(text[name], damage))

    def _cells(self, column: pl.Series, damage: pl.Series) -> list[str | float | None]:
        """Amounts as numbers; identity numbers the way a spreadsheet stores them."""
        types = {c.name: c.type for c in self.contract.columns}
        numeric = types.get(column.name) == "money"
        if types.get(column.name) == "id_number" and self.layout.number_cells:
            numbers = pl.select(pl.when(damage.is_in(_AS_NUMBER)).then(column)).to_series()
        else:
            numbers = column if numeric else column.clear(len(column))
        values = numbers.cast(pl.Float64, strict=False).to_list()
        return [
            text if number is None else number for text, number in zip(column.to_list(), values, strict=True)
        ]


def _with_blank_rows(text: pl.DataFrame) -> pl.DataFrame:
    """Empty rows among the first rows."""
    places = [0, *(place for place in _BLANK_AFTER if place < text.height), text.height]
    blank = text.clear(1)
    parts = [part for a, b in pairwise(places) for part in (text[a:b], blank)]
    return pl.concat(parts[:-1])
