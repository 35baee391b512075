"""Chinese working days, and the deadlines counted in them."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice

import chinese_calendar

from data_contracts.periods import last_day


def working_day_after(start: date, days: int) -> date:
    """The `days`-th working day after `start`; Monday to Friday if the holidays are not published."""
    later = (start + timedelta(days=n) for n in count(1))
    return next(islice(filter(is_working_day, later), days - 1, None))


def months_after(day: date, months: int) -> date:
    """The same day `months` months later, or the last day of that month."""
    month = day.month - 1 + months
    first = date(day.year + month // 12, month % 12 + 1, 1)
    return first.replace(day=min(day.day, last_day(f"{first:%Y-%m}").day))


def is_published(day: date) -> bool:
    """Whether the holidays of the day's year are known."""
    return _published_working_day(day) is not None


def is_working_day(day: date) -> bool:
    """Whether offices work; Monday to Friday if the holidays are not published."""
    published = _published_working_day(day)
    return day.weekday() < calendar.SATURDAY if published is None else published


def days_between(first: date, last: date) -> Iterator[tuple[date, bool, bool]]:
    """Every day of a span with whether it is a working day, and whether that is published."""
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        yield day, is_working_day(day), is_published(day)


def _published_working_day(day: date) -> bool | None:
    """Whether the day is a working day; None if the year's holidays are not published."""
    try:
        return bool(chinese_calendar.is_workday(day))  # type: ignore[no-untyped-call] # it ships no types
    except NotImplementedError:
        return None
