"""What dates the rows: days without a year made whole by title and names; rows before all windows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

import polars as pl

from connectors.readers.cells import forms, marks
from connectors.readers.cells.amounts import YUAN
from connectors.readers.cells.short_dates import LIKELY, ShortDate, short_date, short_month
from connectors.readers.text_table import Notice, SheetText, TextTable
from connectors.sheets.stated_years import StatedTime, stated_time
from data_contracts.contract import Column, Contract

_AS = "应写成 {example} 的样子"
REASONS = {
    "lost_zero": "只有“月.日”，末尾的 0 可能丢了（5.2 可能是 5 月 2 日，也可能是 5 月 20 日），" + _AS,
    "no_year": "没有写年份，标题、工作表名和文件名中也没有写明，" + _AS,
    "years_differ": "没有写年份，而标题、工作表名和文件名中写的年份不止一个，无法确定，" + _AS,
    "no_month": "没有写年份和月份，标题、工作表名和文件名中也没有写明，" + _AS,
    "months_differ": "没有写年份和月份，而标题、工作表名和文件名中写的月份不止一个，无法确定，" + _AS,
    "far_from_stated": "没有写年份，而月份比标题等处写的月份晚，或早半年以上，无法确定是哪一年，" + _AS,
}
"""Why a date that is not whole is refused, by code; `{example}` stands for a date."""

_ANY = "2000-12"  # a period that decides the year of months written without one; here any will do
EXAMPLES = {"date": "2021-05-03", "month": "2021-05"}


def doubt(name: str) -> str:
    """The column of a frame that says why a date is not known, by code; NULL elsewhere."""
    return f"doubt:{name}"


@dataclass(frozen=True)
class _Completed:
    """A sheet with whole dates, what its texts state, and how many rows were changed in which way."""

    sheet: SheetText
    stated: StatedTime
    counts: Counter[str]


def with_whole_dates(table: TextTable, contract: Contract, name: str, period: str) -> TextTable:
    """The table with whole dates in the column that dates its rows, as far as they have one meaning.

    Args:
        table: the file as text.
        contract: the source's contract.
        name: the sender's file name.
        period: the file's period, `2021-06`.

    Returns:
        The table with notices on what was done, and in each frame with the column `doubt(dated_by)`.
    """
    if contract.dated_by is None:
        return table
    column, stem = contract.by_name[contract.dated_by], PurePosixPath(name).stem
    done = [_with_whole_dates(sheet, column, stem, period) for sheet in table.sheets]
    notices = [notice for each in done for notice in _notices(each, column, len(done) > 1)]
    return replace(table, sheets=[each.sheet for each in done], notices=[*table.notices, *notices])


def mean_the_same_days(sheet: SheetText, other: SheetText, contract: Contract) -> bool:
    """Whether equal cells are equal days in both sheets: `21日` is another day in `4月` than in `5月`."""
    name = contract.dated_by
    if name not in sheet.frame.columns or not sheet.frame[name].str.contains(LIKELY).any():
        return True
    around, around_other = (stated_time([*each.title, each.name or ""], _ANY) for each in (sheet, other))
    return around == around_other


def _with_whole_dates(sheet: SheetText, column: Column, stem: str, period: str) -> _Completed:
    stated = stated_time([*sheet.title, sheet.name or "", stem], period)
    read = _read(sheet, column, stated)
    days = {text: _written(short, column) for text, short in read.items() if short.day}
    doubts = {text: short.code for text, short in read.items() if not short.day and short.code in REASONS}
    unknown, cell = pl.lit(None, pl.String), pl.col(column.name)
    if not read:
        frame = sheet.frame.with_columns(unknown.alias(doubt(column.name)))
        return _Completed(replace(sheet, frame=frame), stated, Counter())
    why = cell.replace_strict(doubts, default=None, return_dtype=pl.String) if doubts else unknown
    frame = sheet.frame.with_columns(cell.replace(days), why.alias(doubt(column.name)))
    return _Completed(replace(sheet, frame=frame), stated, _counted(sheet.frame[column.name], read))


def _read(sheet: SheetText, column: Column, stated: StatedTime) -> dict[str, ShortDate]:
    """Cell -> what it says, of the different cells that are no whole dates."""
    if column.name not in sheet.frame.columns:
        return {}
    cells = sheet.frame.select(pl.col(column.name)).filter(pl.col(column.name).str.contains(LIKELY)).unique()
    trimmed = cells.select(marks.trimmed(pl.col(column.name)))
    values = forms.read(trimmed, {column.name: forms.forms(column, YUAN)}).to_series()
    reading = short_month if column.type == "month" else short_date
    unread = cells.to_series().filter(values.is_null())
    return {text: short for text in unread if (short := reading(text, stated))}


def _written(short: ShortDate, column: Column) -> str:
    assert short.day is not None
    return f"{short.day:%Y-%m}" if column.type == "month" else short.day.isoformat()


def _counted(cells: pl.Series, read: dict[str, ShortDate]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text, rows in cells.value_counts().filter(pl.col(cells.name).is_in([*read])).rows():
        short = read[text]
        counts["completed"] += rows * (short.code == "completed")
        counts["first_of_days"] += rows * short.is_first
    return counts


def _notices(done: _Completed, column: Column, several: bool) -> Iterator[Notice]:
    of = f"工作表“{done.sheet.name}”：" if several and done.sheet.name else ""
    month, year = done.stated.month, done.stated.year
    if count := done.counts["completed"]:
        by = f"{month:%Y}年{month.month}月" if month else f"{year}年"
        message = f"{of}{column.title}没有写年份，按标题、工作表名或文件名中的{by}补全（{count} 行）"
        yield Notice("dates_completed", column.name, count, message)
    if count := done.counts["first_of_days"]:
        message = f"{of}{column.title}写了几天，按第一天计（{count} 行）"
        yield Notice("first_of_days", column.name, count, message)


def before_the_windows(accepted: pl.DataFrame, contract: Contract, period: str) -> Iterator[Notice]:
    """A notice on rows that are too old to count in the windows of `period`, unless all of them are."""
    if contract.dated_by is None:
        return
    column = contract.by_name[contract.dated_by]
    first = date(int(period[:4]) - 2, int(period[5:]), 1)
    dated = accepted[column.name]
    old = dated.filter(dated < first)
    if 0 < len(old) < len(dated):
        first_old, last_old = old.sort().gather([0, -1]).dt.strftime("%Y-%m")
        yield Notice(
            "before_the_windows",
            column.name,
            len(old),
            f"{column.title}早于 {first:%Y-%m} 的有 {len(old)} 行，占 {len(old) / len(dated):.0%}，"
            f"在 {first_old} 至 {last_old}；已存档，不计入本期和上期的十二个月。若日期有误，请更正后重报",
        )
