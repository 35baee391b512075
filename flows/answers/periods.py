"""The period that a command works on when none is given."""

from connectors.inbox import taken_files
from connectors.warehouse import database
from connectors.workspace import Workspace
from data_contracts.periods import current_period


def default_period(workspace: Workspace) -> str:
    """The newest period of the inbox or of the published results, up to this month; else this month."""
    now = current_period()
    waiting = [a.period for a in taken_files.waiting(workspace) if a.period and a.period <= now]
    return max([*waiting, *_published(workspace)], default=now)


def _published(workspace: Workspace) -> list[str]:
    """Periods with published results, oldest first."""
    if not workspace.warehouse.exists():
        return []
    with database.open_published(workspace) as con:
        return [row[0] for row in con.execute("SELECT period FROM runs ORDER BY period").fetchall()]
