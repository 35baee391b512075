"""The rows below a header under the contract's names, without blank rows."""

from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from connectors.readers.header import Header, layout
from connectors.readers.limits import Limits
from connectors.readers.text_table import Notice, SheetText, TextTable
from data_contracts.contract import Contract
from data_contracts.errors import UnreadableFileError


def check_size(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet of more rows or columns than `limits` allows.

    Raises:
        UnreadableFileError: if it is larger.
    """
    if rows > limits.rows:
        raise UnreadableFileError(f"超过 {limits.rows} 行，请拆成几个文件报送。", "too_many_rows")
    if columns > limits.columns:
        raise UnreadableFileError(
            f"超过 {limits.columns} 列，请只保留需要的列后重新报送。", "too_many_columns"
        )


def sheet_text(
    body: pl.DataFrame,
    header: Header,
    contract: Contract,
    rows_above: int = 0,
    name: str | None = None,
) -> SheetText:
    """The text of a sheet.

    Args:
        body: the rows below the header, String columns in the order of the sheet; a cell beyond the header's
            width that is not blank marks its row as overflowing.
        header: the header above them.
        contract: the source's contract.
        rows_above: rows of the sheet above the rows searched for the header.
        name: the sheet's name; None where the file has only one table.

    Raises:
        UnreadableFileError: if a required column is missing or a column is duplicated.
    """
    places = layout(header, contract)
    header_row = rows_above + header.row + 1
    first_row = header_row + 1
    rows = _without_blank_rows(body.with_row_index("sheet_row", first_row), body.columns)
    surplus = body.columns[header.width :]
    frame = rows.select(
        *(pl.col(body.columns[place]).alias(name) for name, place in places.positions.items()),
        pl.int_range(1, pl.len() + 1, dtype=pl.Int32).alias("row_number"),
        pl.col("sheet_row").cast(pl.Int32),
        pl.any_horizontal(pl.lit(value=False), *(~_is_blank(name) for name in surplus)).alias("overflow"),
    )
    return SheetText(frame, places.headers, header_row, places.unknown, name)


def text_table(sheets: Iterable[SheetText], notices: Iterable[Notice] = ()) -> TextTable:
    """The table of a file's sheets, whose rows are numbered on through them."""
    numbered: list[SheetText] = []
    rows = 0
    for sheet in sheets:
        frame = sheet.frame.with_columns(pl.col("row_number") + rows) if rows else sheet.frame
        numbered.append(replace(sheet, frame=frame))
        rows += frame.height
    return TextTable(numbered, [*notices])


def _is_blank(column: str) -> pl.Expr:
    return pl.col(column).str.strip_chars().fill_null("") == ""


def _without_blank_rows(rows: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Rows that are not blank; checks column by column, so that only the first is checked in full."""
    suspects = rows
    for column in columns:
        suspects = suspects.filter(_is_blank(column))
        if suspects.is_empty():
            return rows
    return rows.join(suspects, on="sheet_row", how="anti", maintain_order="left")
