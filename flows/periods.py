"""Which period a command means when none is typed."""

import re
from calendar import monthrange
from datetime import date, datetime

from connectors import drop_folder, taken_files, warehouse
from connectors.file_records import OFFICE_TIME
from connectors.workspace import Workspace
from data_contracts.errors import SettingsError


def current_period(now: datetime | None = None) -> str:
    """The month of the office's clock."""
    return (now or datetime.now(OFFICE_TIME)).astimezone(OFFICE_TIME).strftime("%Y-%m")


def checked_period(text: str) -> str:
    """`text` itself if it is a month such as `2021-06`.

    Raises:
        SettingsError: if it is not.
    """
    if not re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", text):
        raise SettingsError("识别月份应写成 2021-06 这样的形式。")
    return text


def last_day(period: str) -> date:
    """The last day of a checked period."""
    first = date.fromisoformat(f"{period}-01")
    return first.replace(day=monthrange(first.year, first.month)[1])


def default_period(workspace: Workspace) -> str:
    """The newest period, not in the future, that the inbox or the published results name; else this month."""
    now = current_period()
    arrivals = taken_files.not_taken(workspace, drop_folder.scan(workspace.inbox))
    waiting = [a.period for a in arrivals if a.period and a.period <= now]
    return max([*waiting, *published_periods(workspace)], default=now)


def published_periods(workspace: Workspace) -> list[str]:
    """Periods with published results, oldest first."""
    if not workspace.warehouse.exists():
        return []
    with warehouse.open_published(workspace) as con:
        return [row[0] for row in con.execute("SELECT period FROM runs ORDER BY period").fetchall()]
