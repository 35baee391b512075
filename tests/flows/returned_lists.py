"""A published county whose townships fill in the lists that its runs handed out."""

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from connectors.workbooks.lists import list_path
from flows.demo.villages.clerks import set_time
from tests.connectors.returned_county import Page, opened
from tests.flows.workspaces import query

PERIOD = "2021-06"


def issued(root: Path) -> list[tuple[Any, ...]]:
    """`household_id, township, issued_on` of the period's list."""
    return query(
        root,
        "SELECT household_id, township, issued_on FROM lists_issued "
        f"WHERE period = '{PERIOD}' ORDER BY township, household_id",
    )


def filled_in(
    root: Path, township: str, name: str, entries: Mapping[str, Mapping[str, Any]], at: datetime
) -> Path:
    """The township's list, filled in and put into `returned/` under a name, at a time."""
    target = root / "returned" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(list_path(root / "outbox" / PERIOD, PERIOD, township), target)
    book, page = opened(target)
    for household_id, cells in entries.items():
        Page.fill(page, household_id, cells)
    book.save(target)
    set_time(target, at)
    return target
