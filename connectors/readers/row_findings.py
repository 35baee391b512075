"""What may be wrong with a row: faults that reject it, and remarks on rows that are accepted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from connectors.readers.amounts.refunds import CANCELS
from connectors.readers.cells import codes, forms
from connectors.readers.row_dates import EXAMPLES, REASONS, doubt
from connectors.readers.typed_sheets import written
from data_contracts.contract import Column, Contract

NEGATIVE = "negative_amount"
_LONGEST_TEXT = 1_000  # characters; longer text is a pasted document or an open quote


@dataclass(frozen=True)
class Finding:
    """A possible fault of rows: its column, code, Chinese message, and which rows have it."""

    column_name: str
    code: str
    message: str
    rows: pl.Expr


def faults(contract: Contract, period: str, known: Mapping[str, pl.Series] | None) -> Iterator[Finding]:
    """All faults that reject a row of typed cells, in the order of the columns.

    Args:
        contract: the source's contract.
        period: the file's period, `2021-06`.
        known: snapshot source -> the keys in its snapshot; references to others are not checked.
    """
    yield Finding(
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


def _form_faults(column: Column, *, identifies: bool, is_dated: bool) -> Iterator[Finding]:
    """Blank, too long, unreadable, or a key that has lost digits."""
    text, value = written(column.name), pl.col(column.name)
    if column.not_blank:
        blank = (value if column.type in forms.TEXT_TYPES else text).is_null()
        yield Finding(column.name, "blank", f"{column.title}为空", blank)
    if column.type in forms.TEXT_TYPES:
        too_long = text.str.len_chars() > _LONGEST_TEXT
        yield Finding(column.name, "too_long", f"{column.title}超过 {_LONGEST_TEXT} 字", too_long)
    elif not column.lenient:
        unreadable = text.is_not_null() & value.is_null()
        if is_dated:
            unreadable &= pl.col(doubt(column.name)).is_null()
        message = f"{column.title}：{_UNREADABLE[column.type]}"
        yield Finding(column.name, f"unreadable_{_word(column)}", message, unreadable)
    if column.type == "code" and identifies:
        yield Finding(column.name, "lost_digits", f"{column.title}：{_LOST_DIGITS}", codes.lost_digits(text))


def _word(column: Column) -> str:
    return "amount" if column.type == "money" else column.type


def _negative(column: Column, reversal: str | None) -> Finding:
    negative = pl.col(column.name) < 0
    if reversal is None:
        return Finding(column.name, NEGATIVE, f"{column.title}不能为负", negative)
    message = f"{column.title}为负，只有填了冲正单号的行可以为负；它要冲销的那一行仍然计入，请补填冲正单号"
    unnamed = negative & written(reversal).is_null() & ~pl.col(CANCELS)
    return Finding(column.name, NEGATIVE, message, unnamed)


def _after_period(column: Column, period: str) -> Finding:
    year, month = map(int, period.split("-"))
    next_month = date(year + month // 12, month % 12 + 1, 1)
    return Finding(
        column.name,
        "after_period",
        f"{column.title}晚于本期 {period} 月末",
        pl.col(column.name) >= next_month,
    )


def _doubts(column: Column) -> Iterator[Finding]:
    """Dates that are not whole and could not be made so, for each reason."""
    for code, reason in REASONS.items():
        message = f"{column.title}{reason.format(example=EXAMPLES[column.type])}"
        yield Finding(column.name, f"date_{code}", message, pl.col(doubt(column.name)) == code)


def _unknown_reference(column: Column, keys: pl.Series) -> Finding:
    message = f"{column.title}不在本期名册中"
    missing = ~pl.col(column.name).is_in(keys.implode())
    return Finding(column.name, "unknown_reference", message, missing)


def differing_parts(rows: pl.DataFrame, contract: Contract) -> Iterator[Finding]:
    """Rows in which the parts of an amount do not add up to the sum that is written, or are negative."""
    for column in contract.columns:
        if f"differs:{column.name}" in rows.columns:
            message = f"{column.title}：各分项之和与所填的小计不符"
            yield Finding(column.name, "parts_differ", message, pl.col(f"differs:{column.name}"))
            message = f"{column.title}：收入、支出和各分项都应填正数"
            yield Finding(column.name, "negative_part", message, pl.col(f"negative:{column.name}"))


def remarks(contract: Contract) -> Iterator[Finding]:
    """All remarks on rows that are accepted."""
    for column in contract.columns:
        text, value = written(column.name), pl.col(column.name)
        if column.lenient:
            unreadable = text.is_not_null() & value.is_null()
            message = f"{column.title}无法识别，按空白处理"
            yield Finding(column.name, f"unreadable_{_word(column)}", message, unreadable)
        if column.categories:
            unknown = ~value.is_in(column.categories)
            yield Finding(
                column.name, "unknown_category", f"{column.title}不在约定的取值之内，已照录", unknown
            )
        identifies = column.not_blank or column.name in contract.key
        if column.type == "id_number" or (column.type == "code" and not identifies):
            message = f"{column.title}：{_LOST_DIGITS}"
            yield Finding(column.name, "lost_digits", message, codes.lost_digits(text))
        if column.type == "money" and contract.reversal:
            positive = (value > 0) & written(contract.reversal).is_not_null()
            yield Finding(
                column.name, "positive_reversal", f"冲正行的{column.title}应为负数，已照录", positive
            )
