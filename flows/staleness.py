"""Published months that would come out otherwise now, since the months or files that they rest on changed."""

from pathlib import Path

import duckdb

from connectors.warehouse import database
from connectors.workspace import Workspace
from sql import rows, statement
from sql.migrate import is_current


def stale(root: Path) -> list[dict[str, str]]:
    """Periods to run again, oldest first, as `period, why`.

    `earlier_run`: a month before it was run again or withdrawn since; `later_files`: a file that it rests on
    has come or was withdrawn since.
    """
    workspace = Workspace.open(root)
    if not workspace.warehouse.exists():
        return []
    found = []
    with database.open_published(workspace) as con:
        if not is_current(con):  # every month is due: another program built it
            return []
        for run in rows(con, statement("status/changed_since")):
            period = run["period"]
            if not run["fingerprint"]:
                found.append({"period": period, "why": "earlier_run"})
            elif run["files_changed"] or run["month_withdrawn"]:
                now = _fingerprint(con, workspace, period)
                why = "later_files" if run["files_changed"] else "earlier_run"
                found += [{"period": period, "why": why}] if now != run["fingerprint"] else []
    return found


def _fingerprint(con: duckdb.DuckDBPyConnection, workspace: Workspace, period: str) -> str:
    from flows.answers.applied_pack import (
        chosen_pack,  # all packs and what they are parsed with: seldom needed
    )
    from flows.fingerprints import fingerprint

    return fingerprint(con, workspace, period, chosen_pack(workspace, period))
