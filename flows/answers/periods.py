"""The period that a command works on when none is given."""

from connectors.inbox import taken_files
from connectors.warehouse import database
from connectors.workspace import Workspace
from data_contracts.periods import current_period


def default_period(workspace: Workspace, further: str | None = None) -> str:
    """The newest period of the inbox or of the published results, up to this month; else this month.

    Args:
        workspace: the county.
        further: the period of a file that is not in the inbox but counts as if it were.
    """
    return max(known_periods(workspace, further), default=current_period())


def known_periods(workspace: Workspace, further: str | None = None) -> list[str]:
    """Periods of the inbox or the published results, up to this month; arguments as for `default_period`."""
    now = current_period()
    waiting = [further, *(arrival.period for arrival in taken_files.waiting(workspace))]
    return [*(period for period in waiting if period and period <= now), *_published(workspace)]


def _published(workspace: Workspace) -> list[str]:
    """Periods with published results, oldest first."""
    if not workspace.warehouse.exists():
        return []
    with database.open_published(workspace) as con:
        return [row[0] for row in con.execute("SELECT period FROM runs ORDER BY period").fetchall()]
