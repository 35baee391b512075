"""Months and days that a title or the name of a sheet or file states: `2021年5月农村低保发放花名册`.

A span (`1-5月`, `第二季度`) is no month. The day on which a list was made, printed or sent is not its month.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_HAN_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")
_HAN_NUMBER = re.compile(r"(?:(?P<tens>[一二三])?(?P<ten>十))?(?P<ones>[一二三四五六七八九])?(?=[月日号])")

_YEAR = r"(?<!\d)(?:19|20)\d\d"
_DAY = re.compile(
    rf"(?:(?P<year>{_YEAR}|(?<!\d)\d\d(?=年))\s*[-/.年]\s*)(?P<month>\d{{1,2}})\s*[-/.月]\s*(?P<day>\d{{1,2}})(?!\d)\s*[日号]?"
)
_MONTH = re.compile(
    rf"(?P<year>{_YEAR}|(?<!\d)\d\d(?=年))\s*年\s*(?P<month>\d{{1,2}})\s*月"
    rf"|(?P<year2>{_YEAR})[-/.]?(?P<month2>0[1-9]|1[0-2])(?!\d|[-/.]\d)月?"
    rf"|(?P<year3>{_YEAR})[-/.](?P<month3>\d{{1,2}})月"
)
_WITHOUT_YEAR = re.compile(r"(?<![\d年.\-/])(?P<month>\d{1,2})\s*月(?!\s*\d{1,2}\s*[日号])")
_SPAN = re.compile(
    r"(?<!\d)\d{1,2}\s*(?:月份?)?\s*[-~—–―至到、,和及]+\s*(?:(?:\d{4}|\d\d)\s*年)?\s*\d{1,2}\s*月"
    r"|(?:至|到|[~—–―])\s*今|季度|上半年|下半年|学期|年度累计|累计"
)
_MAKING = r"(?:制表|制|打印|导出|填报|填表|填写|上报|报送|报出|生成|下载|编制|印发|审核|签字|经办|更新)"
_MADE_BEFORE = re.compile(rf"{_MAKING}(?:日期|时间|日|于|人\S{{0,4}})?[:：]?\s*$")
_MADE_AFTER = re.compile(rf"^\s*{_MAKING}")
_LABEL = re.compile(r"([^\s:：]+)[:：]\s*$")


@dataclass(frozen=True)
class Stated:
    """A month or day that a text states.

    Attributes:
        first_day: the day, or the first day of the month.
        has_day: whether the text names the day.
        label: the word before it and a colon; '' if there is none.
        alone: whether white space divides it from the rest of the text, if there is any.
        made: whether it is when the list was made or sent.
    """

    first_day: date
    has_day: bool
    label: str
    alone: bool
    made: bool

    @property
    def last_day(self) -> date:
        """The day, or the last day of the month."""
        return self.first_day if self.has_day else _after(self.first_day) - timedelta(days=1)


def spans_months(text: str) -> bool:
    """Whether a text states a span of time instead of one month."""
    return bool(_SPAN.search(_plain(text)))


def stated_in(text: str, period: str, *, in_words: bool = False) -> list[Stated]:
    """The months and days that a text states.

    Args:
        text: a title, or the name of a sheet or a file.
        period: the file's, `2021-06`: a month without a year is the latest that is not after it.
        in_words: leave out codes, `202105` and `2021-05`.
    """
    plain = _plain(text)
    days = [*_DAY.finditer(plain)]
    rest = _DAY.sub(lambda day: "＊" * len(day[0]), plain)
    found = [*_stated(plain, days, has_day=True)]
    months = [month for month in _MONTH.finditer(rest) if not in_words or "月" in month[0]]
    found += _stated(plain, months, has_day=False)
    if not found:
        found = [*_stated(plain, _WITHOUT_YEAR.finditer(rest), has_day=False, period=period)]
    return found


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    years = _HAN_YEAR.sub(lambda year: year[0].translate(_DIGITS), folded)
    return _HAN_NUMBER.sub(_number, years).strip()


def _number(written: re.Match[str]) -> str:
    """Digits of 二十三; nothing for the empty match."""
    tens = (_digit(written["tens"]) or 1) * 10 if written["ten"] else 0
    return str(tens + _digit(written["ones"])) if written[0] else ""


def _digit(written: str | None) -> int:
    return int(written.translate(_DIGITS)) if written else 0


def _stated(
    text: str, matches: Iterable[re.Match[str]], *, has_day: bool, period: str = ""
) -> Iterator[Stated]:
    for match in matches:
        parts = {name[:5].rstrip("23"): value for name, value in match.groupdict().items() if value}
        first_day = _date(parts, period)
        if first_day is None:
            continue
        before, after = text[: match.start()], text[match.end() :]
        label = _LABEL.search(before)
        yield Stated(
            first_day,
            has_day,
            label=label[1] if label else "",
            alone=not before[-1:].strip() and not after[:1].strip(),
            made=bool(_MADE_BEFORE.search(before) or _MADE_AFTER.search(after)),
        )


def _date(parts: dict[str, str], period: str) -> date | None:
    """The day of these parts; None if there is no such day."""
    month, day = int(parts["month"]), int(parts.get("day", "1"))
    try:
        if "year" in parts:
            return date(int(f"20{parts['year']}"[-4:]), month, day)
        latest = date.fromisoformat(f"{period}-01")
        return date(latest.year - (month > latest.month), month, 1)
    except ValueError:
        return None


def _after(first_day: date) -> date:
    """The first day of the next month."""
    return date(first_day.year + first_day.month // 12, first_day.month % 12 + 1, 1)
