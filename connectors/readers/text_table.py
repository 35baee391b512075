"""The result of reading a file, before typing: text under canonical names, and notices for the sender."""

from dataclasses import dataclass

import polars as pl

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
class TextTable:
    """One file as text.

    Attributes:
        frame: String columns under canonical names; `row_number` Int32, data rows counted from 1 without
            blank ones; `overflow` Boolean, whether the row had more cells than the header.
        headers: canonical name -> header text as sent.
        header_row: row of the header in the sheet, from 1.
        unknown_columns: header texts that no column of the contract matches.
        notices: the reader's notices.
    """

    frame: pl.DataFrame
    headers: dict[str, str]
    header_row: int
    unknown_columns: list[str]
    notices: list[Notice]
