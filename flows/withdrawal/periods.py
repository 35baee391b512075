"""Take a published month back, or put it back exactly as it was."""

from pathlib import Path
from typing import Any

import duckdb

from connectors.publishing import delivery
from connectors.warehouse import database, withdrawn
from connectors.workspace import Workspace
from data_contracts.periods import checked_period
from flows.withdrawal.files import published_from, working_copy
from flows.withdrawal.refusals import refuse_period

Row = dict[str, Any]


def withdraw(root: Path, period: str, *, undo: bool = False) -> Row:
    """Withdraw a published period, or undo that. Files that its run took stay accepted.

    Returns:
        `period, undone`; `stale`: published later periods, whose states follow from this one.

    Raises:
        NotFoundError: if it is not published.
        WithdrawalError: if it is already withdrawn, or was not.
        SettingsError: if it is not a month.
    """
    workspace, period = Workspace.open(root), checked_period(period)
    with working_copy(workspace) as con:
        refuse_period(period, _published(con), withdrawn.withdrawn_periods(con), undo=undo)
        if undo:
            withdrawn.restore_period(con, period)
        else:
            withdrawn.withdraw_period(con, period)
        stale = [later for later in published_from(con, period) if later != period]
        database.publish(workspace, con)
        delivery.settle_outbox(workspace)
    return {"period": period, "undone": undo, "stale": stale}


def _published(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [period for (period,) in con.execute("SELECT period FROM runs").fetchall()]
