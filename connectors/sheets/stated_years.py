"""The year and the month that a title, a sheet's name and a file's name state of rows dated without them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from connectors.sheets.stated_months import spans_months, stated_in

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年(?!\s*\d{1,2}\s*月)")
_SCHOOL_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-~—–―至到/]+\s*((?:19|20)?\d\d)\s*学?年")
_EARLIER_MONTHS = 6  # a list of June may name days from December on; January's 12.28 is of the year before


@dataclass(frozen=True)
class StatedTime:
    """What the texts around rows state.

    Attributes:
        years: all years.
        months: first days of all months.
        reported: first days of the months in which they say that they were drawn up, if that is all there is.
    """

    years: frozenset[int] = frozenset()
    months: frozenset[date] = frozenset()
    reported: frozenset[date] = frozenset()

    @property
    def year(self) -> int | None:
        """The year, if they state one and no other."""
        return min(self.years) if len(self.years) == 1 else None

    @property
    def month(self) -> date | None:
        """The first day of the month, if they state one and no other."""
        return min(self.months) if len(self.months) == 1 else None

    def is_near(self, day: date) -> bool:
        """Whether a day is of a stated month or of the months just before; of any if none is stated."""
        stated = self.months or self.reported
        if not stated:
            return True
        number = day.year * 12 + day.month
        numbers = [month.year * 12 + month.month for month in stated]
        return min(numbers) - _EARLIER_MONTHS < number <= max(numbers)


def stated_time(texts: Sequence[str], period: str) -> StatedTime:
    """The years and months that `texts` state; days only where nothing else is stated.

    Args:
        texts: lines of the title, the name of the sheet, the name of the file.
        period: the file's, `2021-06`: a month without a year is the latest that is not after it.
    """
    by_text = {text: [s for s in stated_in(text, period, in_words=True) if not s.made] for text in texts}
    undated = [(text, s.first_day) for text, stated in by_text.items() for s in stated if not s.has_day]
    months = frozenset(month for text, month in undated if not spans_months(text))
    years = {month.year for _, month in undated} | {year for text in texts for year in _years(text)}
    if years:
        return StatedTime(frozenset(years), months)
    days = [s for stated in by_text.values() for s in stated if s.has_day]
    of_rows = {s.first_day.year for s in days if not (s.alone or s.label)}
    reported = frozenset(s.first_day.replace(day=1) for s in days if not of_rows)
    return StatedTime(frozenset(of_rows or {month.year for month in reported}), months, reported)


def _years(text: str) -> Iterator[int]:
    """Years without a month; both of a school year, `2020-2021学年`."""
    folded = unicodedata.normalize("NFKC", text)
    yield from (int(year) for year in _YEAR.findall(folded))
    for first, second in _SCHOOL_YEAR.findall(folded):
        yield from (int(first), int(first[:2] + second[-2:]))
