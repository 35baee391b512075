"""From a file's text rows to typed rows: each is accepted, or rejected with its reasons; none is lost."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from connectors.readers.amounts.refunds import CANCELS, Remark, with_cancelled_bills
from connectors.readers.amounts.row_totals import remarks_on_totals
from connectors.readers.cells import codes, forms
from connectors.readers.named_values import with_named_units, with_named_values
from connectors.readers.row_dates import EXAMPLES, REASONS, before_the_windows, doubt, with_whole_dates
from connectors.readers.text_table import Notice, SheetText, TextTable
from connectors.readers.typed_sheets import text_name, typed_sheet, written
from connectors.sheets.unused_amounts import remarks_on_amounts
from data_contracts import row_places
from data_contracts.contract import Column, Contract

NEGATIVE = "negative_amount"
_REASONS = 3  # named of a file that is refused for its many faulty rows
_SLICE_ROWS = 500_000  # typed at a time
_LONGEST_TEXT = 1_000  # characters; longer text is a pasted document or an open quote


@dataclass(frozen=True)
class TypedRows:
    """One file's rows, typed by its contract.

    Attributes:
        accepted: `row_number` and every column of the contract, typed; missing optional columns are NULL.
        rejected: one row per rejected row and reason: `row_number, sheet, sheet_row, column_name, code,
            reason`; `sheet` is NULL where the file has only one table.
        places: where its data rows stand, as `data_contracts.row_places.runs` gives it.
        rows_read: number of data rows in the file.
        notices: remarks on accepted rows for the sender, including those of the reader.
    """

    accepted: pl.DataFrame
    rejected: pl.DataFrame
    places: pl.DataFrame
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


@dataclass(frozen=True)
class _Finding:
    """A possible fault of rows: its column, code, Chinese message, and which rows have it."""

    column_name: str
    code: str
    message: str
    rows: pl.Expr


def type_rows(
    table: TextTable,
    contract: Contract,
    period: str,
    known: Mapping[str, pl.Series] | None = None,
    name: str = "",
) -> TypedRows:
    """Type one file's rows and reject those that break the contract.

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
    checked = [_checked(sheets, contract, period, known) for sheets in _slices(table, contract)]
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
        rows_read=sum(part.rows_read for part in checked),
        notices=[*table.notices, *_unused_columns(table, contract), *remarks],
    )


@dataclass(frozen=True)
class _Checked:
    """Some rows of a file, as in `TypedRows`.

    Attributes:
        accepted: typed columns, and what `typed_sheet` gives amounts beside them.
        rejected: as in `TypedRows`.
        places: as in `TypedRows`.
        rows_read: number of these rows.
        remarks: for each of `_remarks`, the number of rows that it applies to.
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
    faults = [*_faults(contract, period, known), *_differing_parts(rows, contract)]
    rows, refunds = with_cancelled_bills(rows, contract, _is_sound(faults))
    flags = _flags(rows, faults)
    accepted = rows.filter(~flags.select(pl.any_horizontal(pl.all())).to_series())
    places = rows.select("row_number", "sheet", "sheet_row")
    remarks = rows.select(remark.rows.sum().alias(str(i)) for i, remark in enumerate(_remarks(contract)))
    return _Checked(
        accepted.drop(pl.selectors.starts_with(text_name(""))),
        _rejected(places, flags, faults),
        row_places.runs(places),
        rows.height,
        remarks.row(0) if remarks.width else (),
        refunds,
    )


def _is_sound(faults: Iterable[_Finding]) -> pl.Expr:
    """Which rows have no fault but negative amounts."""
    others = (fault.rows.fill_null(value=False) for fault in faults if fault.code != NEGATIVE)
    return ~pl.any_horizontal(others)


def _flags(rows: pl.DataFrame, faults: Iterable[_Finding]) -> pl.DataFrame:
    return rows.select(fault.rows.fill_null(value=False).alias(str(i)) for i, fault in enumerate(faults))


def _faults(contract: Contract, period: str, known: Mapping[str, pl.Series] | None) -> Iterator[_Finding]:
    """All faults that reject a row, in the order of the columns."""
    yield _Finding(
        "",
        "overflow",
        "有单元格的上方没有列名（如列数多于表头），可能有多余的分隔符或整行错位",
        pl.col("overflow"),
    )
    for column in contract.columns:
        is_dated = column.name == contract.dated_by
        identifies = column.not_blank or column.name in contract.key
        yield from _form_faults(column, identifies=identifies, is_dated=is_dated)
        if column.type == "money" and not column.signed:
            yield _negative(column, contract.reversal)
        if is_dated:
            yield from _doubts(column)
            yield _after_period(column, period)
        if column.references and known and column.references in known:
            yield _unknown_reference(column, known[column.references])


_UNREADABLE = {
    "date": "日期无法识别，应如 2021-05-03",
    "month": "月份无法识别，应如 2021-05",
    "money": "金额无法识别或超过十二位整数，只填数字，如 1234.50",
}
_LOST_DIGITS = "编号被表格软件改成了科学计数法，位数已丢失；请把该列设为文本格式后重新导出"


def _form_faults(column: Column, *, identifies: bool, is_dated: bool) -> Iterator[_Finding]:
    """Blank, too long, unreadable, or a key that has lost digits."""
    text, value = written(column.name), pl.col(column.name)
    if column.not_blank:
        blank = (value if column.type in forms.TEXT_TYPES else text).is_null()
        yield _Finding(column.name, "blank", f"{column.title}为空", blank)
    if column.type in forms.TEXT_TYPES:
        too_long = text.str.len_chars() > _LONGEST_TEXT
        yield _Finding(column.name, "too_long", f"{column.title}超过 {_LONGEST_TEXT} 字", too_long)
    elif not column.lenient:
        unreadable = text.is_not_null() & value.is_null()
        if is_dated:
            unreadable &= pl.col(doubt(column.name)).is_null()
        message = f"{column.title}：{_UNREADABLE[column.type]}"
        yield _Finding(column.name, f"unreadable_{_word(column)}", message, unreadable)
    if column.type == "code" and identifies:
        yield _Finding(column.name, "lost_digits", f"{column.title}：{_LOST_DIGITS}", codes.lost_digits(text))


def _word(column: Column) -> str:
    return "amount" if column.type == "money" else column.type


def _negative(column: Column, reversal: str | None) -> _Finding:
    negative = pl.col(column.name) < 0
    if reversal is None:
        return _Finding(column.name, NEGATIVE, f"{column.title}不能为负", negative)
    message = f"{column.title}为负，只有填了冲正单号的行可以为负；它要冲销的那一行仍然计入，请补填冲正单号"
    unnamed = negative & written(reversal).is_null() & ~pl.col(CANCELS)
    return _Finding(column.name, NEGATIVE, message, unnamed)


def _after_period(column: Column, period: str) -> _Finding:
    year, month = map(int, period.split("-"))
    next_month = date(year + month // 12, month % 12 + 1, 1)
    return _Finding(
        column.name,
        "after_period",
        f"{column.title}晚于本期 {period} 月末",
        pl.col(column.name) >= next_month,
    )


def _doubts(column: Column) -> Iterator[_Finding]:
    """Dates that are not whole and could not be made so, for each reason."""
    for code, reason in REASONS.items():
        message = f"{column.title}{reason.format(example=EXAMPLES[column.type])}"
        yield _Finding(column.name, f"date_{code}", message, pl.col(doubt(column.name)) == code)


def _unknown_reference(column: Column, keys: pl.Series) -> _Finding:
    message = f"{column.title}不在本期名册中"
    missing = ~pl.col(column.name).is_in(keys.implode())
    return _Finding(column.name, "unknown_reference", message, missing)


def _differing_parts(rows: pl.DataFrame, contract: Contract) -> Iterator[_Finding]:
    """Rows in which the parts of an amount do not add up to the sum that is written, or are negative."""
    for column in contract.columns:
        if f"differs:{column.name}" in rows.columns:
            message = f"{column.title}：各分项之和与所填的小计不符"
            yield _Finding(column.name, "parts_differ", message, pl.col(f"differs:{column.name}"))
            message = f"{column.title}：收入、支出和各分项都应填正数"
            yield _Finding(column.name, "negative_part", message, pl.col(f"negative:{column.name}"))


def _rejected(places: pl.DataFrame, flags: pl.DataFrame, faults: list[_Finding]) -> pl.DataFrame:
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


def _remarks(contract: Contract) -> Iterator[_Finding]:
    """All remarks on rows that are accepted."""
    for column in contract.columns:
        text, value = written(column.name), pl.col(column.name)
        if column.lenient:
            unreadable = text.is_not_null() & value.is_null()
            message = f"{column.title}无法识别，按空白处理"
            yield _Finding(column.name, f"unreadable_{_word(column)}", message, unreadable)
        if column.categories:
            unknown = ~value.is_in(column.categories)
            yield _Finding(
                column.name, "unknown_category", f"{column.title}不在约定的取值之内，已照录", unknown
            )
        identifies = column.not_blank or column.name in contract.key
        if column.type == "id_number" or (column.type == "code" and not identifies):
            message = f"{column.title}：{_LOST_DIGITS}"
            yield _Finding(column.name, "lost_digits", message, codes.lost_digits(text))
        if column.type == "money" and contract.reversal:
            positive = (value > 0) & written(contract.reversal).is_not_null()
            yield _Finding(
                column.name, "positive_reversal", f"冲正行的{column.title}应为负数，已照录", positive
            )


def _notices(counts: Iterable[int], table: TextTable, contract: Contract) -> Iterator[Notice]:
    """One notice per remark that applies to any row, unless the reader has the same one for the column.

    `counts`: for each of `_remarks`, the number of rows that it applies to.
    """
    noticed = {(notice.code, notice.column_name) for notice in table.notices}
    for remark, count in zip(_remarks(contract), counts, strict=True):
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
