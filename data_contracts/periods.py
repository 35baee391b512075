"""Periods (identification months such as `2021-06`) and the office's time zone."""

import re
from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

from data_contracts.errors import SettingsError

OFFICE_TIME = ZoneInfo("Asia/Shanghai")


def current_period(now: datetime | None = None) -> str:
    """The current month in the office's time zone."""
    return (now or datetime.now(OFFICE_TIME)).astimezone(OFFICE_TIME).strftime("%Y-%m")


def today() -> date:
    """The current day in the office's time zone."""
    return datetime.now(OFFICE_TIME).date()


def checked_period(text: str) -> str:
    """`text` itself if it is a month such as `2021-06`.

    Raises:
        SettingsError: if it is not.
    """
    if not re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", text):
        raise SettingsError("识别月份应写成 2021-06 这样的形式。")
    return text


def last_day(period: str) -> date:
    """The last day of a period.

    Raises:
        SettingsError: if `period` is not a month.
    """
    first = date.fromisoformat(f"{checked_period(period)}-01")
    return first.replace(day=monthrange(first.year, first.month)[1])
