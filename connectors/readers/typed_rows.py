"""From a file's text rows to typed rows: each is accepted, or rejected with its reasons; none is lost."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from connectors.readers import row_findings
from connectors.readers.amounts.refunds import Remark, with_cancelled_bills
from connectors.readers.amounts.row_totals import remarks_on_totals
from connectors.readers.named_values import with_named_units, with_named_values
from connectors.readers.row_dates import before_the_windows, doubt, with_whole_dates
from connectors.readers.row_findings import NEGATIVE, Finding
from connectors.readers.text_table import Notice, SheetText, TextTable
from connectors.readers.typed_sheets import text_name, typed_sheet
from connectors.sheets.unused_amounts import remarks_on_amounts
from data_contracts import row_places
from data_contracts.contract import Contract

_REASONS = 3  # named of a file that is refused for its many faulty rows
_SLICE_ROWS = 500_000  # typed at a time


@dataclass(frozen=True)
class TypedRows:
    """One file's rows, typed by its contract.

    Attributes:
        accepted: `row_number` and every column of the contract, typed; missing optional columns are NULL.
        rejected: one row per rejected row and reason: `row_number, sheet, sheet_row, column_name, code,
            reason`; `sheet` is NULL where the file has only one table.
        places: where its data rows stand, as `data_contracts.row_places.runs` gives it.
        header_row: row of the first sheet's header, from 1.
        rows_read: number of data rows in the file.
        notices: remarks on accepted rows for the sender, including those of the reader.
    """

    accepted: pl.DataFrame
    rejected: pl.DataFrame
    places: pl.DataFrame
    header_row: int
    rows_read: int
    notices: list[Notice]

    @property
    def rows_rejected(self) -> int:
        """Number of rejected rows."""
        return self.rejected["row_number"].n_unique()


def frequent_reasons(rejected: pl.DataFrame) -> str:
    """The most frequent reasons in `TypedRows.rejected` with a row each, in words; '' if there are none."""
    counts = (
        rejected.group_by("reason", maintain_order=True)
        .agg(pl.len(), pl.col("sheet", "sheet_row").first())
        .sort("len", descending=True, maintain_order=True)
        .head(_REASONS)
    )
    texts = (
        f"{reason}（{count} 行，如{f'“{sheet}”' if sheet else ''}第 {row} 行）"
        for reason, count, sheet, row in counts.iter_rows()
    )
    return "；".join(texts)


def months_in(rows: pl.DataFrame, dated_by: str | None) -> tuple[str | None, str | None]:
    """The first and the last month, `2021-05`, of typed rows' dates; both None without a date."""
    if dated_by is None:
        return None, None
    months = rows.select(first=pl.col(dated_by).min(), last=pl.col(dated_by).max())
    first, last = months.select(pl.all().dt.strftime("%Y-%m")).row(0)
    return first, last


def type_rows(
    table: TextTable,
    contract: Contract,
    period: str,
    known: Mapping[str, pl.Series] | None = None,
    name: str = "",
) -> TypedRows:
    """Type one file's rows and reject those that break the contract.

    The text of a long file is given up slice by slice, if nobody else holds `table`: text and typed rows
    together would be twice the memory.

    Args:
        table: the file as text under canonical names.
        contract: the source's contract.
        period: the file's period, `2021-06`; rows dated after its last day are rejected.
        known: snapshot source -> the keys in its snapshot; references to others are not checked.
        name: the sender's file name, which may name the month of all rows.

    Raises:
        UnreadableFileError: if the header of a money column names a unit that is not understood, or a
            required column is missing and neither title nor names say its value.
    """
    table = with_named_units(with_named_values(table, contract, name, period), contract, name)
    table = with_whole_dates(table, contract, name, period)
    slices = deque(_slices(table, contract))
    table = table.without_rows()
    checked = [_checked(slices.popleft(), contract, period, known) for _ in range(len(slices))]
    accepted = pl.concat([part.accepted for part in checked], how="diagonal")
    runs = row_places.joined(part.places for part in checked)
    refunds = (remark for part in checked for remark in part.refunds)
    remarks = [
        *(Notice(*remark) for remark in (*refunds, *remarks_on_totals(accepted, contract, runs))),
        *_notices(
            [sum(counts) for counts in zip(*(part.remarks for part in checked), strict=True)], table, contract
        ),
        *before_the_windows(accepted, contract, period),
    ]
    return TypedRows(
        accepted=accepted.select("row_number", *contract.by_name),
        rejected=pl.concat([part.rejected for part in checked]),
        places=runs,
        header_row=table.header_row,
        rows_read=sum(part.rows_read for part in checked),
        notices=[*table.notices, *_unused_columns(table, contract), *remarks],
    )


@dataclass(frozen=True)
class _Checked:
    """Some rows of a file, as in `TypedRows`.

    Attributes:
        accepted: typed columns, and what `typed_sheet` gives amounts beside them; no control that is blank.
        rejected: as in `TypedRows`.
        places: as in `TypedRows`.
        rows_read: number of these rows.
        remarks: for each of `row_findings.remarks`, the number of rows that it applies to.
        refunds: what to say of refunds.
    """

    accepted: pl.DataFrame
    rejected: pl.DataFrame
    places: pl.DataFrame
    rows_read: int
    remarks: tuple[int, ...]
    refunds: list[Remark]


def _slices(table: TextTable, contract: Contract) -> Iterator[list[SheetText]]:
    """The sheets, with their names where there are several; long ones in slices, to use little memory.

    Refunds are looked up in the whole file, hence a file that marks them is one slice.
    """
    is_named = len(table.sheets) > 1
    sheets = [replace(sheet, name=sheet.name if is_named else None) for sheet in table.sheets]
    marks_refunds = contract.refunds and any(sheet.columns_of(contract.refunds.mark) for sheet in sheets)
    if marks_refunds or sum(sheet.frame.height for sheet in sheets) <= _SLICE_ROWS:
        yield sheets
        return
    for sheet in sheets:
        for rows in sheet.frame.iter_slices(_SLICE_ROWS):
            yield [replace(sheet, frame=rows)]


def _checked(
    sheets: list[SheetText], contract: Contract, period: str, known: Mapping[str, pl.Series] | None
) -> _Checked:
    rows = pl.concat([typed_sheet(sheet, contract) for sheet in sheets], how="diagonal")
    faults = [*row_findings.faults(contract, period, known), *row_findings.differing_parts(rows, contract)]
    rows, refunds = with_cancelled_bills(rows, contract, _is_sound(faults))
    flags = _flags(rows, faults)
    accepted = rows.filter(~flags.select(pl.any_horizontal(pl.all())).to_series())
    places = rows.select("row_number", "sheet", "sheet_row")
    remarks = row_findings.remarks(contract)
    counts = rows.select(remark.rows.sum().alias(str(i)) for i, remark in enumerate(remarks))
    return _Checked(
        _lean(accepted, contract),
        _rejected(places, flags, faults),
        row_places.runs(places),
        rows.height,
        counts.row(0) if counts.width else (),
        refunds,
    )


def _lean(accepted: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Accepted rows without what is not needed of them any more, nor controls that are blank throughout."""
    blank = [c.name for c in contract.controls if accepted[c.name].null_count() == accepted.height]
    texts = pl.selectors.starts_with(text_name(""), doubt(""))
    return accepted.drop(texts, "sheet", "sheet_row", "overflow", *blank)


def _is_sound(faults: Iterable[Finding]) -> pl.Expr:
    """Which rows have no fault but negative amounts."""
    others = (fault.rows.fill_null(value=False) for fault in faults if fault.code != NEGATIVE)
    return ~pl.any_horizontal(others)


def _flags(rows: pl.DataFrame, faults: Iterable[Finding]) -> pl.DataFrame:
    return rows.select(fault.rows.fill_null(value=False).alias(str(i)) for i, fault in enumerate(faults))


def _rejected(places: pl.DataFrame, flags: pl.DataFrame, faults: list[Finding]) -> pl.DataFrame:
    """One row per rejected row and reason, by row and then in the order of the columns."""
    reasons = pl.DataFrame(
        [(i, fault.column_name, fault.code, fault.message) for i, fault in enumerate(faults)],
        schema={"fault": pl.Int32, "column_name": pl.String, "code": pl.String, "reason": pl.String},
        orient="row",
    )
    hits = [
        places.filter(flags[name]).with_columns(fault=pl.lit(int(name), pl.Int32)) for name in flags.columns
    ]
    return (
        pl.concat(hits)
        .sort("row_number", "fault")
        .join(reasons, on="fault", maintain_order="left")
        .drop("fault")
    )


def _notices(counts: Iterable[int], table: TextTable, contract: Contract) -> Iterator[Notice]:
    """One notice per remark that applies to any row, unless the reader has the same one for the column.

    `counts`: for each of `row_findings.remarks`, the number of rows that it applies to.
    """
    noticed = {(notice.code, notice.column_name) for notice in table.notices}
    for remark, count in zip(row_findings.remarks(contract), counts, strict=True):
        if count and (remark.code, remark.column_name) not in noticed:
            yield Notice(remark.code, remark.column_name, count, f"{remark.message}（{count} 行）")


def _unused_columns(table: TextTable, contract: Contract) -> Iterator[Notice]:
    """Those that hold money first, if a source has amounts that count."""
    sheets = [(sheet.name, sheet.headers, sheet.unused_amounts) for sheet in table.sheets]
    remarks = [*remarks_on_amounts(sheets, contract)]
    yield from (Notice(remark.code, remark.column_name, 1, remark.message) for remark in remarks)
    amounts = {text for sheet in table.sheets for text in sheet.unused_amounts if remarks}
    if headers := [text for text in table.unknown_columns if text not in amounts]:
        yield Notice("unknown_columns", "", len(headers), f"不在约定之内、未取用的列：{'、'.join(headers)}")
