"""What came back of the last lists, in a few numbers: for the end of `run` and for `status`."""

from typing import Any

import duckdb

from connectors.inbox.drop_folder import files_below
from connectors.workspace import Workspace
from data_contracts.periods import today
from sql import rows, statement
from sql.migrate import is_current

Row = dict[str, Any]

_NOTHING: Row = {"lists": [], "refused_files": 0, "conflicts": 0, "overdue": 0}


def way_back(con: duckdb.DuckDBPyConnection | None, workspace: Workspace, period: str) -> Row:
    """What came back of the lists up to `period`.

    Args:
        con: the published warehouse; one of an older version has none of it. None: nothing is published.
        workspace: whose folder `returned/` may hold files.
        period: identification month.

    Returns:
        `lists`: the last two (`period, issued_on, asked, answered, unanswered, supplements, files,
        rows_taken, rows_refused`), the newest first; `refused_files`: refused whole; `conflicts`:
        households whose answers contradict each other; `overdue`: duties past their day; `waiting`: files in
        `returned/`.
    """
    waiting = {"waiting": sum(1 for _ in files_below(workspace.returned))}
    if con is None or not is_current(con):
        return {**_NOTHING, **waiting}
    con.execute(statement("matters/open_conflicts"))
    (matters,) = rows(con, statement("status/matters"), {"day": today()})
    return {
        "lists": rows(con, statement("status/lists_of_periods"), {"period": period}),
        **matters,
        **waiting,
    }
