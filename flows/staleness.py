"""Published months that would come out otherwise now, since the months or files that they rest on changed."""

from pathlib import Path

from connectors.warehouse import database
from connectors.workspace import Workspace
from flows.fingerprints import fingerprint
from flows.steps import chosen_pack
from sql import rows, statement


def stale(root: Path) -> list[dict[str, str]]:
    """Periods to run again, oldest first, as `period, why`.

    `earlier_run`: a month before it was run again since; `later_files`: a file that it rests on has come or
    was withdrawn since.
    """
    workspace = Workspace.open(root)
    if not workspace.warehouse.exists():
        return []
    found = []
    with database.open_published(workspace) as con:
        for run in rows(con, statement("status/changed_since")):
            period = run["period"]
            if not run["fingerprint"]:
                found.append({"period": period, "why": "earlier_run"})
            elif run["files_changed"]:
                now = fingerprint(con, workspace, period, chosen_pack(workspace, period))
                found += [{"period": period, "why": "later_files"}] if now != run["fingerprint"] else []
    return found
