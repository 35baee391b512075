"""What reading a file hands to typing it: text under canonical names, and what the sender should hear."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Notice:
    """Something about a file that passed, for its receipt.

    Attributes:
        code: English word a program can test.
        column_name: canonical English name; '' when about the whole file.
        occurrences: how many cells or columns it is about.
        message: Chinese sentence; never a cell's value.
    """

    code: str
    column_name: str
    occurrences: int
    message: str


@dataclass(frozen=True)
class TextTable:
    """One file as text.

    Attributes:
        frame: String columns under canonical names; `row_number` Int32, data rows from 1 without the blank
            ones; `overflow` Boolean, the row had more cells than the header.
        headers: canonical name -> header text as sent.
        header_row: row of the header in the sheet, from 1.
        unknown_columns: header texts that no column of the contract answers to.
        notices: what the reader noticed.
    """

    frame: pl.DataFrame
    headers: dict[str, str]
    header_row: int
    unknown_columns: list[str]
    notices: list[Notice]
