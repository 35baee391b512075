"""The rows below a header under the contract's names, without blank rows."""

import polars as pl

from connectors.readers.header import Header, layout
from connectors.readers.limits import Limits
from connectors.readers.text_table import Notice, TextTable
from data_contracts.contract import Contract
from data_contracts.errors import UnreadableFileError

_EXAMPLE = r"^[\s（(\[【]*(填写|填表)?(示例|样例|范例|例如|举例|例[:：])"
_EXAMPLE_CELLS = 3  # an ordinal may stand before the marked cell


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


def text_table(
    body: pl.DataFrame,
    header: Header,
    contract: Contract,
    rows_above: int = 0,
    notices: tuple[Notice, ...] = (),
) -> TextTable:
    """The text table of a sheet.

    Args:
        body: the rows below the header, String columns in the order of the sheet; a cell beyond the header's
            width that is not blank marks its row as overflowing.
        header: the header above them.
        contract: the source's contract.
        rows_above: rows of the sheet above the rows searched for the header.
        notices: the reader's notices.

    Raises:
        UnreadableFileError: if a required column is missing or a column is duplicated.
    """
    places = layout(header, contract)
    filled = _without_blank_rows(body)
    rows = filled.filter(~_is_example(filled.columns))
    surplus = rows.columns[header.width :]
    frame = rows.select(
        *(pl.col(rows.columns[place]).alias(name) for name, place in places.positions.items()),
        pl.int_range(1, pl.len() + 1, dtype=pl.Int32).alias("row_number"),
        pl.any_horizontal(pl.lit(value=False), *(~_is_blank(name) for name in surplus)).alias("overflow"),
    )
    told = [*notices, *_examples(filled.height - rows.height)]
    return TextTable(frame, places.headers, rows_above + header.row + 1, places.unknown, told)


def _is_example(columns: list[str]) -> pl.Expr:
    """Whether a row shows how to fill in a sheet: one of its first cells begins with 示例 or the like."""
    begins = (pl.col(name).str.contains(_EXAMPLE).fill_null(value=False) for name in columns[:_EXAMPLE_CELLS])
    return pl.any_horizontal(pl.lit(value=False), *begins)


def _examples(rows: int) -> list[Notice]:
    message = "以“示例”开头的行是填表示例，没有计入"
    return [Notice("example_row", "", rows, message)] if rows else []


def _is_blank(column: str) -> pl.Expr:
    return pl.col(column).str.strip_chars().fill_null("") == ""


def _without_blank_rows(body: pl.DataFrame) -> pl.DataFrame:
    """Rows that are not blank; checks column by column, so that only the first is checked in full."""
    suspects = body.with_row_index("place")
    for column in body.columns:
        suspects = suspects.filter(_is_blank(column))
        if suspects.is_empty():
            return body
    return (
        body.with_row_index("place")
        .join(suspects, on="place", how="anti", maintain_order="left")
        .drop("place")
    )
