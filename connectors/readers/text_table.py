"""The result of reading a file, before typing: text under canonical names, and notices for the sender."""

from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from connectors.sheets.amount_columns import contract_name
from connectors.sheets.layout import HeaderRemark

Head = list[list[str | None]]
"""The first rows of a sheet as text, before it is known what they mean."""


@dataclass(frozen=True)
class Notice:
    """A remark on an accepted file, for its receipt.

    Attributes:
        code: English word for programs to test.
        column_name: canonical English name; '' when about the whole file.
        occurrences: number of cells or columns concerned.
        message: Chinese sentence, never with a cell's value.
    """

    code: str
    column_name: str
    occurrences: int
    message: str


@dataclass(frozen=True)
class SheetRemark:
    """A remark on lines of a sheet, for the file's receipt.

    Attributes:
        code: English word for programs to test.
        words: Chinese, what is said of them.
        rows: their row numbers as a spreadsheet shows them.
    """

    code: str
    words: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class SheetText:
    """One worksheet, or a whole CSV or Parquet file, as text.

    Attributes:
        frame: String columns under canonical names; `row_number` Int32, the file's data rows counted from 1
            without blank ones, on through its sheets; `sheet_row` Int32, the row as a spreadsheet shows it;
            `overflow` Boolean, whether the row had more cells than the header.
            Further parts of an amount and their sum are named as in `amount_columns`; those of a text are
            `<name>+2`, `<name>+3` ....
        headers: column of the frame -> header text as sent.
        header_row: row of the header in the sheet, from 1.
        unknown_columns: header texts that no column of the contract matches.
        name: the worksheet's name; None if the file is no workbook.
        title: the texts above the header, from top to bottom.
        scale: yuan per unit of money columns whose header names no unit; None if the sheet states none.
        remarks: remarks on its lines; those without rows are not shown.
        header_remarks: remarks on its header.
        unused_amounts: those of `unknown_columns` that hold money.
    """

    frame: pl.DataFrame
    headers: dict[str, str]
    header_row: int
    unknown_columns: list[str]
    name: str | None = None
    title: tuple[str, ...] = ()
    scale: Decimal | None = None
    remarks: tuple[SheetRemark, ...] = ()
    header_remarks: tuple[HeaderRemark, ...] = ()
    unused_amounts: tuple[str, ...] = ()

    def columns_of(self, name: str) -> list[str]:
        """The columns of the frame that make up a column of the contract; more than one if it has parts."""
        return [column for column in self.frame.columns if contract_name(column) == name]


@dataclass(frozen=True)
class TextTable:
    """One file as text.

    Attributes:
        sheets: the tables that were read, in the book's order; at least one.
        notices: the reader's notices.
    """

    sheets: list[SheetText]
    notices: list[Notice]

    @property
    def frame(self) -> pl.DataFrame:
        """The rows of all sheets; a column that a sheet lacks is NULL in its rows."""
        return pl.concat([sheet.frame for sheet in self.sheets], how="diagonal")

    def without_rows(self) -> "TextTable":
        """What is known of the file but its rows."""
        return replace(self, sheets=[replace(sheet, frame=sheet.frame.clear()) for sheet in self.sheets])

    @property
    def headers(self) -> dict[str, str]:
        """Canonical name -> header text as sent, of the first sheet that has the column."""
        return {name: text for sheet in reversed(self.sheets) for name, text in sheet.headers.items()}

    @property
    def header_row(self) -> int:
        """Row of the first sheet's header, from 1."""
        return self.sheets[0].header_row

    @property
    def unknown_columns(self) -> list[str]:
        """Header texts of any sheet that no column of the contract matches."""
        return [*dict.fromkeys(text for sheet in self.sheets for text in sheet.unknown_columns)]
