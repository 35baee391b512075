"""Parquet files as text tables. Runs in the reader process: see `connectors.readers.reader_process`."""

from pathlib import Path

import polars as pl

from connectors.readers.cell_text import lost_digits, text_column
from connectors.readers.data_rows import Corner, check_size, sheet_text, text_table
from connectors.readers.limits import Limits
from connectors.readers.text_table import Head, TextTable
from connectors.sheets.header import find_header, no_header
from connectors.sheets.header_groups import Top
from data_contracts.contract import Contract
from data_contracts.errors import UnreadableFileError

_OFFICE_ZONE = "Asia/Shanghai"


def read_parquet(path: Path, contract: Contract, limits: Limits) -> TextTable:
    """Read the Parquet file at `path`; its column names are the header, in row 0.

    Raises:
        UnreadableFileError: if it does not fit its contract, exceeds `limits`, or has nested columns.
    """
    names = _column_names(path, limits)
    header = find_header(Top([names]), contract)
    if header is None:
        raise no_header(contract)
    frame = pl.read_parquet(path, glob=False, hive_partitioning=False)
    floats = ((column, frame.to_series(place)) for place, column in header.columns.items())
    lost = (lost_digits(column, series.to_list()) for column, series in floats if series.dtype.is_float())
    body = pl.DataFrame([_as_text(series) for series in frame])
    return text_table(
        [sheet_text(body, header, contract, Corner(rows_above=-1))], (notice for notice in lost if notice)
    )


def parquet_heads(path: Path, limits: Limits) -> list[Head]:
    """The column names of the Parquet file at `path`, as its only row.

    Raises:
        UnreadableFileError: if it exceeds `limits`.
    """
    return [[[*_column_names(path, limits)]]]


def _column_names(path: Path, limits: Limits) -> list[str]:
    from pyarrow.parquet import ParquetFile  # a third of a second that other files need not wait for

    with ParquetFile(path) as file:  # type: ignore[no-untyped-call] # pyarrow has no types
        check_size(file.metadata.num_rows, file.metadata.num_columns, limits)
        names: list[str] = file.schema_arrow.names
        return names


def _as_text(column: pl.Series) -> pl.Series:
    kind = column.dtype
    if kind.is_nested():
        raise UnreadableFileError("有嵌套的列，请导出为每格一个值的表后重新报送。", "nested")
    if kind.is_float():
        return text_column(column).alias(column.name)
    if isinstance(kind, pl.Datetime):
        return _timestamps(column, kind.time_zone)
    if kind == pl.Boolean:
        return column.cast(pl.String).str.to_uppercase()
    return column.cast(pl.String)


def _timestamps(column: pl.Series, zone: str | None) -> pl.Series:
    """Timestamps with a time zone in the office's local time; midnight becomes a date."""
    local = column.dt.convert_time_zone(_OFFICE_ZONE) if zone else column
    return local.dt.strftime("%Y-%m-%d %H:%M:%S").str.strip_suffix(" 00:00:00")
