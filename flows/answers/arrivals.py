"""What arrived for a period, what is missing, and what is overdue (C2)."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from connectors.inbox import taken_files
from connectors.inbox.drop_folder import Arrival
from connectors.readers.limits import Limits
from connectors.warehouse import database
from connectors.workspace import Workspace
from data_contracts.contract import Contract, load_contracts
from data_contracts.periods import OFFICE_TIME, checked_period, current_period
from flows.answers.county import county_gaps
from flows.answers.periods import known_periods
from flows.answers.review_rows import in_review
from flows.answers.way_back import way_back
from sql import rows, statement
from sql.migrate import is_current

_COUNTS = ("accepted", "replaced", "rejected", "duplicates", "rows_accepted", "rows_rejected")
NOTHING = dict.fromkeys(_COUNTS, 0)


def report(root: Path, period: str | None) -> dict[str, Any]:
    """Arrivals of one period by source, and what has been published.

    Returns:
        `period`; `period_known_by`: `given`, `newest` of the inbox and the published ones, or `today` where
        nothing has come; `sources`: one entry per contract with counts, `waiting` files in the inbox, `due`,
        `state`, `filed_earlier` (if it is missing, the newest file, `period, name`, that came for this run
        but bears an earlier month; else None); `waiting_elsewhere`: files in the inbox of other months
        (`period, source, title, files`); `published` periods; `county_gaps` of the newest published period
        up to this one (`period, source, months, rules, sentence`); `in_review`: rows about persons that wait
        for an answer and count nowhere until then, in the month that was run last; `drift`: linking
        parameters that a source's newest rows no longer match; `way_back`: what came back of the last lists
        (`flows.answers.way_back.way_back`).
    """
    workspace = Workspace.open(root)
    known = [] if period else known_periods(workspace)
    known_by = "given" if period else "newest" if known else "today"
    period = checked_period(period) if period else max(known, default=current_period())
    kept = _from_warehouse(workspace, period)
    arrived = {row.pop("source"): row for row in kept.pop("arrived")}
    contracts = load_contracts(workspace.contracts)
    arrivals = taken_files.waiting(workspace)
    waiting = _with_partners(
        [a for a in arrivals if a.period in (period, None)], arrived, workspace, contracts
    )
    today = datetime.now(OFFICE_TIME).date()
    earlier = _filed_earlier(kept.pop("filed_earlier"), arrivals, period)
    states = [
        _source(contract, period, arrived.get(contract.source, NOTHING), waiting, today)
        for contract in contracts.values()
    ]
    sources = [_with_earlier(source, earlier) for source in states]
    elsewhere = Counter((a.period, a.source) for a in arrivals if a.period not in (period, None))
    return {
        "period": period,
        "period_known_by": known_by,
        "sources": sources,
        "waiting_elsewhere": [
            {"period": of, "source": s, "title": contracts[s].title if s in contracts else s, "files": files}
            for (of, s), files in sorted(elsewhere.items())
        ],
        **kept,
    }


def _with_partners(
    waiting: list[Arrival], arrived: Collection[str], workspace: Workspace, contracts: dict[str, Contract]
) -> list[Arrival]:
    """The files that wait; those of two sources also as files of the one of which nothing else is there."""
    limits = Limits(file_bytes=workspace.settings.max_file_mb << 20)
    present = {*arrived, *(a.source for a in waiting)}
    partners = {c.holds for c in contracts.values() if c.holds} | {s for s, c in contracts.items() if c.holds}
    if not waiting or partners <= present:
        return waiting
    from connectors.inbox.shared_files import covered_sources  # it reads files, with large libraries

    covered = ((a, covered_sources(a, contracts, limits) - present) for a in waiting)
    return [*waiting, *(replace(a, source=source) for a, sources in covered for source in sources)]


def _from_warehouse(workspace: Workspace, period: str) -> dict[str, Any]:
    if not workspace.warehouse.exists():
        none = ("arrived", "filed_earlier", "published", "county_gaps", "drift")
        return {name: [] for name in none} | {
            "in_review": 0,
            "way_back": way_back(None, workspace, period),
        }
    with database.open_published(workspace) as con:
        published = rows(con, statement("status/published"))
        newest = max((row["period"] for row in published if row["period"] <= period), default=period)
        return {
            "arrived": rows(con, statement("status/arrivals"), {"period": period}),
            "filed_earlier": rows(con, statement("status/filed_earlier"), {"period": period}),
            "published": published,
            "county_gaps": [{"period": newest, **gap} for gap in county_gaps(con, newest)],
            "in_review": in_review(con) if is_current(con) else 0,
            "way_back": way_back(con, workspace, period),
            "drift": rows(con, statement("linkage/watch/drifted")) if is_current(con) else [],
        }


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


def _filed_earlier(
    taken: list[dict[str, Any]], arrivals: list[Arrival], period: str
) -> dict[str, dict[str, str]]:
    """By source, the newest file of an earlier month that came for this run or waits for it."""
    files = [(row["source"], row["period"], row["name"]) for row in taken]
    files += [(a.source, a.period, a.name) for a in arrivals if a.period and a.period < period]
    return {source: {"period": of, "name": name} for source, of, name in sorted(files)}


def _with_earlier(source: dict[str, Any], earlier: dict[str, dict[str, str]]) -> dict[str, Any]:
    is_missing = source["state"] in {"missing", "overdue"}
    return source | {"filed_earlier": earlier.get(source["source"]) if is_missing else None}


def _state(accepted: int, waiting: int, due: date | None, today: date) -> str:
    if accepted:
        return "arrived"
    if waiting:
        return "waiting"
    if due is None:
        return "not_due"
    return "overdue" if today > due else "missing"
