"""What arrived for a period, what is missing, and what is overdue (C2)."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from connectors.inbox import taken_files
from connectors.inbox.drop_folder import Arrival
from connectors.warehouse import database
from connectors.workspace import Workspace
from data_contracts.contract import Contract, load_contracts
from data_contracts.periods import OFFICE_TIME, checked_period
from flows.answers.periods import default_period
from sql import rows, statement
from sql.migrate import is_current

NOTHING = {"accepted": 0, "rejected": 0, "duplicates": 0, "rows_accepted": 0, "rows_rejected": 0}


def report(root: Path, period: str | None) -> dict[str, Any]:
    """Arrivals of one period by source, and what has been published.

    Returns:
        `period`; `sources`: one entry per contract with counts, `waiting` files in the inbox, `due`,
        `state`; `published` periods; `drift`: linking parameters that a source's newest rows no longer match.
    """
    workspace = Workspace.open(root)
    period = checked_period(period) if period else default_period(workspace)
    arrived, published, drift = _from_warehouse(workspace, period)
    waiting = [a for a in taken_files.waiting(workspace) if a.period in (period, None)]
    today = datetime.now(OFFICE_TIME).date()
    sources = [
        _source(contract, period, arrived.get(contract.source, NOTHING), waiting, today)
        for contract in load_contracts(workspace.contracts).values()
    ]
    return {"period": period, "sources": sources, "published": published, "drift": drift}


def _from_warehouse(
    workspace: Workspace, period: str
) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    if not workspace.warehouse.exists():
        return {}, [], []
    with database.open_published(workspace) as con:
        arrived = rows(con, statement("status/arrivals"), {"period": period})
        published = rows(con, statement("status/published"))
        drift = rows(con, statement("linkage/watch/drifted")) if is_current(con) else []
    return {row.pop("source"): row for row in arrived}, published, drift


def _source(
    contract: Contract, period: str, arrived: dict[str, Any], waiting: list[Arrival], today: date
) -> dict[str, Any]:
    due = contract.cadence.due(period)
    in_inbox = sum(a.source == contract.source for a in waiting)
    return {
        "source": contract.source,
        "title": contract.title,
        "department": contract.department,
        **arrived,
        "waiting": in_inbox,
        "due": due,
        "state": _state(arrived["accepted"] + arrived["duplicates"], in_inbox, due, today),
    }


def _state(accepted: int, waiting: int, due: date | None, today: date) -> str:
    if accepted:
        return "arrived"
    if waiting:
        return "waiting"
    if due is None:
        return "not_due"
    return "overdue" if today > due else "missing"
