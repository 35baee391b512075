"""The period of a file, from the names of its folders and its own name.

A span (`2019年6月-2021年5月`, `20210501-20210531`) says which months the rows are of, not which period the
file is of: it never contradicts a folder. A date of eight digits is mostly the day of the export: it names a
month only where nothing else does.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from data_contracts.errors import UnreadableFileError

_YEAR, _MONTH, _DAY = r"(?<!\d)((?:19|20)\d\d)", r"(0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])(?!\d)"
_HAN_MONTH = rf"{_YEAR}\s*年\s*(0?[1-9]|1[0-2])\s*月"
_HAN_DAY = r"\s*(?:0?[1-9]|[12]\d|3[01])\s*[日号]"
# A time directly after a date, 20210603_201205, would otherwise be read as December 2012.
_STAMP = re.compile(r"(?<!\d)(\d{8})[-_ T]?\d{6}(?!\d)")
_CODE_MONTH = rf"{_YEAR}-?{_MONTH}(?!\d|-{_DAY})"
_PLAIN_MONTH = re.compile(
    rf"{_YEAR}-{_MONTH}(?!\d|-{_DAY})|{_YEAR}{_MONTH}(?!\d)|{_HAN_MONTH}(?!{_HAN_DAY})",
)
_FULL_DATE = re.compile(rf"{_YEAR}-{_MONTH}-{_DAY}|{_HAN_MONTH}{_HAN_DAY}")
_EIGHT_DIGITS = re.compile(rf"(?<!\d)(20\d\d){_MONTH}{_DAY}")
_TO = r"\s*(?:[-~—–―_]*[至到][-_]*|[-~—–―]+)\s*"
_HAN_END = r"(?:(20\d\d|19\d\d)\s*年\s*)?(0?[1-9]|1[0-2])\s*月"
_SPAN = re.compile(
    rf"{_CODE_MONTH}{_TO}{_CODE_MONTH}"
    rf"|{_YEAR}-?{_MONTH}-?{_DAY}{_TO}{_YEAR}-?{_MONTH}-?{_DAY}"
    rf"|{_YEAR}\s*年\s*(0?[1-9]|1[0-2])\s*(?:月份?)?{_TO}{_HAN_END}(?!{_HAN_DAY})"
    rf"|{_HAN_MONTH}{_HAN_DAY}{_TO}{_HAN_END}{_HAN_DAY}"
)
_NAME_IT = (
    "在文件名中写上如 2021-06、202106 或 2021年6月，或放入以识别月份命名的文件夹（如 2021-06），再重新报送"
)
_ELSE = "属别的月份的，请放入以识别月份命名的文件夹后重新报送"


@dataclass(frozen=True)
class NamedPeriod:
    """The period of a file.

    Attributes:
        period: `'2021-06'`.
        remark: what the receipt says if the name has other months too, or only a day; else ''.
    """

    period: str
    remark: str = ""


@dataclass(frozen=True)
class _Names:
    """The months that a text names.

    Attributes:
        months: by name, else by a full date.
        span: the first and the last month of a span; None without one.
        day: the month of a date of eight digits; None without one, or with several.
    """

    months: frozenset[str]
    span: tuple[str, str] | None
    day: str | None

    @property
    def strong(self) -> frozenset[str]:
        """The months that the text names in any way but eight digits."""
        return self.months or frozenset(self.span or ())


def months_in(text: str) -> frozenset[str]:
    """The months that `text` names, as `'2021-06'`; the first and the last of a span.

    `2021-06`, `202106` (not within a longer number) and `2021年6月` are months, also in full-width digits.
    Beside a plain month, spans and full dates do not count; a date of eight digits counts only alone.
    """
    names = _names(text)
    return names.strong or frozenset(filter(None, [names.day]))


def _names(text: str) -> _Names:
    text = _STAMP.sub(r"\1", unicodedata.normalize("NFKC", text))
    spans = [_span(span) for span in _SPAN.finditer(text)]
    text = _SPAN.sub(" ", text)
    plain, days = _months(_PLAIN_MONTH, text), _months(_EIGHT_DIGITS, text)
    span = (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None
    months = plain or (frozenset() if span else _months(_FULL_DATE, text))
    return _Names(months, span, min(days) if len(days) == 1 else None)


def _months(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    dates = ([group for group in match.groups() if group] for match in pattern.finditer(text))
    return frozenset(f"{year}-{int(month):02}" for year, month in dates)


def _span(match: re.Match[str]) -> tuple[str, str]:
    """The first and the last month of a span; an end without a year is in the year of its begin."""
    parts = [group for group in match.groups() if group]
    year, month, end_year, end_month = parts if len(parts) == 4 else (*parts[:2], parts[0], parts[2])
    return f"{year}-{int(month):02}", f"{end_year}-{int(end_month):02}"


def period_of(path: PurePosixPath) -> NamedPeriod:
    """The period of the file at `path`: from the nearest folder that names one, else from the file name.

    Args:
        path: below the source's folder.

    Raises:
        UnreadableFileError: if there is no period, there are several, or folder and file name disagree.
    """
    folders, own = [_names(part) for part in path.parent.parts[::-1]], _names(path.stem)
    if folder := next((names.strong for names in folders if names.strong), None):
        return _by_folder(_only(folder, "文件夹名"), own)
    if own.strong:
        return _by_name(_only(own.strong, "文件名"), own)
    if day := next((names.day for names in [*folders, own] if names.day), None):
        return NamedPeriod(day, f"没有写明月份，按名称中的日期归入 {day}；{_ELSE}")
    raise UnreadableFileError(f"文件夹和文件名都没有写明月份，请{_NAME_IT}。", "no_period")


def _only(months: frozenset[str], place: str) -> str:
    """The one month of these."""
    if len(months) == 1:
        return min(months)
    named = "、".join(sorted(months))
    raise UnreadableFileError(
        f"{place}写了不止一个月份（{named}），看不出是哪一期的；请{_NAME_IT}。", "many_periods"
    )


def _by_folder(folder: str, own: _Names) -> NamedPeriod:
    if own.months and folder not in own.months:
        named = "、".join(sorted(own.months))
        raise UnreadableFileError(
            f"文件夹和文件名写的月份不一致：文件夹写的是 {folder}，文件名写的是 {named}。属 {folder} 的，"
            f"请把文件名中的月份去掉或改成 {folder}；否则请放入对应月份的文件夹，再重新报送。",
            "period_conflict",
        )
    if own.months or own.span is None or set(own.span) == {folder}:
        return NamedPeriod(folder)
    return NamedPeriod(folder, f"文件名写的是 {_in_words(own.span)}，按文件夹 {folder} 取用")


def _by_name(period: str, own: _Names) -> NamedPeriod:
    return NamedPeriod(
        period, "" if own.months else f"文件名写的是 {period} 的起止日期，归入 {period}；{_ELSE}"
    )


def _in_words(span: tuple[str, str]) -> str:
    return span[0] if span[0] == span[1] else f"{span[0]} 至 {span[1]}"
