"""Values that a whole sheet shares: its month, benefit or unit stands in a title or name, in no column."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

import polars as pl

from connectors.readers.text_table import Notice, SheetText, TextTable
from connectors.sheets.header_questions import asked, question, seen
from connectors.sheets.stated_months import Stated, spans_months, stated_in
from data_contracts.contract import Column, Contract
from data_contracts.errors import UnreadableFileError
from data_contracts.periods import last_day
from data_contracts.units import bracketed_scale, header_key, stated_scale

_PLACES = {"title": "标题", "sheet": "工作表名", "file": "文件名", "file_code": "文件名", "period": "期别"}
_Named = tuple[str, str, str]  # column, value, and the place where it is named
_ANY = "2000-12"  # a period that decides the year of months written without one; here any will do
_WORDS = {"date": "日期", "month": "月份"}
_UNIT = "列名没有写明单位，金额按工作表名或文件名写的单位折算成元，如有不符请在列名中写明单位后重新报送"


def with_named_values(table: TextTable, contract: Contract, name: str, period: str) -> TextTable:
    """The table with the columns that are missing, or blank throughout, and are named elsewhere.

    Args:
        table: the file as text.
        contract: the source's contract; its columns say where they may be named.
        name: the sender's file name.
        period: the file's period, `2021-06`.

    Raises:
        UnreadableFileError: if a required column is missing and named nowhere, or by several values.
    """
    sheets: list[SheetText] = []
    named: dict[_Named, list[str]] = {}
    for sheet in table.sheets:
        found = {}
        for column in contract.columns:
            if column.named_in and _is_missing(column, sheet):
                value, place = _named(column, sheet, PurePosixPath(name).stem, period)
                if value is None and column.required and column.name not in sheet.frame.columns:
                    raise _unnamed(column, sheet, place, contract)
                if value is not None:
                    found[column.name] = value
                    named.setdefault((column.name, value, place), []).append(sheet.name or "")
        values = [pl.lit(value).alias(name) for name, value in found.items()]
        sheets.append(replace(sheet, frame=sheet.frame.with_columns(values)))
    notices = [_notice(contract.by_name[of[0]], of, names, len(sheets)) for of, names in named.items()]
    return replace(table, sheets=sheets, notices=[*table.notices, *notices])


def with_named_units(table: TextTable, contract: Contract, name: str) -> TextTable:
    """The table with the unit of the sheets that state none, if their own name or that of the file does.

    Args:
        table: the file as text.
        contract: the source's contract.
        name: the sender's file name.

    Raises:
        UnreadableFileError: if such a name states a unit that is not understood.
    """
    sheets = [_with_unit(sheet, contract, PurePosixPath(name).stem) for sheet in table.sheets]
    is_named = any(new.scale != old.scale for new, old in zip(sheets, table.sheets, strict=True))
    notices = [Notice("unit_in_name", "", 1, _UNIT)] if is_named else []
    return replace(table, sheets=sheets, notices=[*table.notices, *notices])


def _with_unit(sheet: SheetText, contract: Contract, stem: str) -> SheetText:
    if sheet.scale is not None or not any(_without_unit(sheet, contract)):
        return sheet
    return replace(sheet, scale=stated_scale(sheet.name or "") or stated_scale(stem))


def _without_unit(sheet: SheetText, contract: Contract) -> Iterator[bool]:
    """For each column of amounts, whether its header states no unit."""
    for column in contract.columns:
        for part in sheet.columns_of(column.name) if column.type == "money" else []:
            yield bracketed_scale(sheet.headers.get(part, "")) is None


def say_the_same(sheet: SheetText, other: SheetText, contract: Contract) -> bool:
    """Whether titles and names give both sheets the same values for the columns that they lack.

    The rows of `4月` and `5月` are different rows, even if they are equal.
    """
    lacking = [c for c in contract.columns if c.named_in and c.name not in sheet.frame.columns]
    return all(_said(column, sheet) == _said(column, other) for column in lacking)


def _said(column: Column, sheet: SheetText) -> list[set[str | None]]:
    texts = {"title": sheet.title, "sheet": [sheet.name or ""]}
    return [{v for text in some for v in _values(column, text, place, _ANY)} for place, some in texts.items()]


def _is_missing(column: Column, sheet: SheetText) -> bool:
    if column.name not in sheet.frame.columns:
        return True
    written = sheet.frame[column.name].str.strip_chars()
    return sheet.frame.height > 0 and (written.is_null() | (written == "")).all()


def _named(column: Column, sheet: SheetText, stem: str, period: str) -> tuple[str | None, str]:
    """The value of a sheet's column and the place where it is named; the place that names several values."""
    texts = {"title": sheet.title, "sheet": [sheet.name or ""], "file": [stem], "file_code": [stem]}
    for place in column.named_in:
        if place == "period":
            return last_day(period).isoformat(), place
        values = {value for text in texts[place] for value in _values(column, text, place, period)}
        if len(values) == 1 and None not in values:
            return values.pop(), place
        if values and "period" not in column.named_in:
            return None, place
    return None, ""


def _values(column: Column, text: str, place: str, period: str) -> Iterator[str | None]:
    """The values of a column that a text names; None for a span of months."""
    if column.type not in _WORDS:
        yield from _words(column, text)
        return
    stated = stated_in(text, period, in_words=place == "file")
    labelled = [s for s in stated if header_key(s.label) in column.header_keys]
    usable = labelled or [s for s in stated if _is_about_rows(s, column)]
    if spans_months(text) and (usable or not stated):
        yield None
        return
    for one in usable:
        if column.type == "month":
            yield f"{one.first_day:%Y-%m}"
        elif one.has_day or not column.to_the_day:
            yield one.last_day.isoformat()


def _is_about_rows(stated: Stated, column: Column) -> bool:
    """Whether a month or day in a text may be that of the rows, not that of the paper.

    For a report, the day of making it is its date; elsewhere a day in a corner of its own is one.
    """
    if "period" in column.named_in:
        return True
    return not (stated.made or (stated.has_day and (stated.alone or stated.label)))


def _words(column: Column, text: str) -> Iterator[str]:
    """The values whose word stands in a text; a word within a longer one that is there too does not count."""
    key = header_key(text)
    words = {header_key(w): v for v, others in column.synonyms.items() for w in (v, *others)}
    present = [word for word in words if word in key]
    longest = [word for word in present if not any(word != other and word in other for other in present)]
    yield from sorted({words[word] for word in longest})


def _notice(column: Column, named: _Named, names: list[str], sheets: int) -> Notice:
    """What to say once for all sheets, with these names, of whose columns this is said."""
    _, value, place = named
    shown = value[:7] if column.type in _WORDS and not column.to_the_day else value
    is_of_sheets = place in {"title", "sheet"} or len(names) < sheets
    of = f"工作表{'、'.join(f'“{name}”' for name in names)}" if is_of_sheets and all(names) else ""
    return Notice(
        f"named_in_{place}",
        column.name,
        len(names),
        f"没有填写“{column.title}”，{of}各行均按{_PLACES[place]}写的“{shown}”处理，如有不符请补上该列后重新报送",
    )


def _unnamed(column: Column, sheet: SheetText, place: str, contract: Contract) -> UnreadableFileError:
    """The error for a required column that is named nowhere, or by several values in `place`."""
    word = _WORDS.get(column.type, column.title)
    where = "、".join(dict.fromkeys(_PLACES[p] for p in column.named_in))
    fault = f"{_PLACES[place]}中不止一个{word}，无法确定用哪个" if place else f"{where}中也没有写明"
    of = f"（工作表“{sheet.name}”）" if sheet.name else ""
    doubts = asked(sheet.unknown_columns, contract, sheet.frame.columns, {column.name})
    questions = "".join(question(*doubt) for doubt in doubts if doubt[1] is column)
    return UnreadableFileError(
        f"缺少必需的列：{column.title}{of}；{fault}。{seen(sheet.unknown_columns)}{questions}请补上该列后重新报送。",
        "missing_column",
    )
