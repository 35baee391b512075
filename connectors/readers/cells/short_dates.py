"""Dates as forms have them: without a year (`5.21`, `5月21日晚`), the day alone (`21日`), several days.

The year, or year and month, are those that the texts around the rows state, if these agree. Of several days
the first counts. A number `5.2` may have been `5.20`: it is no date.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from connectors.sheets.stated_years import StatedTime

_DAY_PARTS = (
    "凌晨|清晨|早晨|早上|上午|中午|午后|下午|傍晚|晚上|晚间|夜晚|夜间|夜里|深夜|半夜|当晚|当日|当天|早|晚|夜"
)
_CLOCK = r"\d{1,2}(?:[时点](?:\d{1,2}分?|半|许)?|:\d{2}(?::\d{2})?)"
_TIME = rf"\s*(?:{_DAY_PARTS})?\s*(?:{_CLOCK})?"
_TO = r"[-、和及]"
_WHOLE = r"(?P<year>(?:19|20)\d\d)[-/.年](?P<whole>\d{1,2})[-/.月]"
_FIRST = rf"(?:{_WHOLE}|(?P<month>\d{{1,2}})[/.月])?(?P<day>\d{{1,2}})"  # `3-5` may be two days
_LAST = r"(?:(?:(?P<year2>(?:19|20)\d\d)[-/.年])?(?P<month2>\d{1,2})[-/.月])?(?P<day2>\d{1,2})"
_SPELLED = re.compile(rf"{_FIRST}(?P<named>日)?{_TIME}(?:{_TO}{_LAST}(?P<named2>日)?{_TIME})?")
_MONTH = re.compile(r"(?P<month>\d{1,2})月份?")
_AROUND_SIGNS = re.compile(r"\s*([-/.年月日、])\s*")
_SAME = str.maketrans("号·•。~—–至到", "日...-----")
_MARKS = " '’‘`´"
# A number cell and a cell of text look alike here; that of a workbook's text is written `5.02` before.
_LOST_ZERO = re.compile(r"[1-9]\d?\.[123]")
_LONGEST = timedelta(days=31)

_YEAR_FIRST = r"^[\s'’‘`´]*(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}"
LIKELY = (
    r"^[\s'’‘`´]*[\d０-９]{1,2}\s*(?:[/.．月·•。日号、和及~～至到—–]|-\s*\d{1,2}\s*[日号])"
    rf"|{_YEAR_FIRST}\s*[日号]?\s*(?:[-~～—–至到、和及晚早夜午晨上下中凌清傍深半当]|\d{{1,2}}[时点])"
)
"""Polars pattern of texts that may be such dates; few whole dates match it."""


@dataclass(frozen=True)
class ShortDate:
    """What a cell says.

    Attributes:
        day: the whole date, of several days the first; None if it is not known.
        code: why it is not known, or `completed`, or `whole`.
        is_first: whether it is the first of several days.
    """

    day: date | None
    code: str
    is_first: bool = False


def short_date(text: str, stated: StatedTime) -> ShortDate | None:
    """What a cell says that is no whole date; None if it is nothing of the kind.

    Args:
        text: the cell.
        stated: what the texts around the rows state.
    """
    spelled = unicodedata.normalize("NFKC", text).translate(_SAME).strip(_MARKS)
    folded = _AROUND_SIGNS.sub(r"\1", spelled)
    match = _SPELLED.fullmatch(folded)
    if match is None or not _is_day(match):
        return None
    if match["year"]:
        return _checked(match, int(match["year"]), int(match["whole"]), "whole")
    if _LOST_ZERO.fullmatch(folded) and _is_date(2020, match["month"], f"{match['day']}0"):
        return ShortDate(None, "lost_zero")
    return _completed(match, stated)


def short_month(text: str, stated: StatedTime) -> ShortDate | None:
    """The same for a month without its year, `5月`, as its first day."""
    match = _MONTH.fullmatch(unicodedata.normalize("NFKC", text).strip(_MARKS))
    if match is None or not _is_date(2020, match["month"], "1"):
        return None
    if stated.year is None:
        return ShortDate(None, "years_differ" if stated.years else "no_year")
    month = date(stated.year, int(match["month"]), 1)
    return ShortDate(month, "completed") if stated.is_near(month) else ShortDate(None, "far_from_stated")


def _is_day(match: re.Match[str]) -> bool:
    """Whether it is more than a number, or two numbers without a word for the day."""
    return bool(match["year"] or match["month"] or match["named"] or match["named2"])


def _completed(match: re.Match[str], stated: StatedTime) -> ShortDate:
    month = stated.month
    if match["month"] is None and month is None:
        return ShortDate(None, "months_differ" if stated.months else "no_month")
    if match["month"] is None and month is not None:
        return _checked(match, month.year, month.month, "completed")
    if stated.year is None:
        return ShortDate(None, "years_differ" if stated.years else "no_year")
    whole = _checked(match, stated.year, int(match["month"]), "completed")
    if whole.day and not stated.is_near(whole.day):
        return ShortDate(None, "far_from_stated")
    return whole


def _checked(match: re.Match[str], year: int, month: int, code: str) -> ShortDate:
    """The first day, if it and the last one are days and not too far apart."""
    try:
        first = date(year, month, int(match["day"]))
        if match["day2"]:
            last_month = int(match["month2"] or month)
            last = date(int(match["year2"] or year), last_month, int(match["day2"]))
            if not first < last <= first + _LONGEST:
                return ShortDate(None, "unreadable")
    except ValueError:
        return ShortDate(None, "unreadable")
    return ShortDate(first, code, is_first=bool(match["day2"]))


def _is_date(year: int, month: str, day: str) -> bool:
    try:
        date(year, int(month), int(day))
    except ValueError:
        return False
    return True
