"""The day as a Prefect flow: lists that came back are read (F7). Its history keeps only counts."""

import os
from pathlib import Path

from prefect import flow
from prefect.logging import get_logger
from prefect.runtime import flow_run

from connectors.child_processes import end_with_parent
from data_contracts.periods import OFFICE_TIME
from flows.process.prefect_home import SERVED
from flows.process.unexpected import without_values

logger = get_logger("flow_runs.daily")


def run_name() -> str:
    """Name of the current flow run: the day that it was due on."""
    return f"{flow_run.scheduled_start_time.astimezone(OFFICE_TIME):%Y-%m-%d}"


@flow(name="daily", flow_run_name=run_name, persist_result=False)
def daily(workspace: str) -> dict[str, int]:
    """Read what came back; nothing before the county's first month has been published.

    Args:
        workspace: the county's folder.

    Returns:
        Counts of `files`, `rows_taken`, `rows_unanswered`, `rows_refused`.

    Raises:
        FangfanpinError: an error that people can act on; any other failure gives its type and place, no text.
    """
    # Imported here for the reason that `flows.monthly` gives.
    from connectors.workspace import Workspace
    from flows.way_back.returns import counts, returns

    if SERVED in os.environ:
        end_with_parent()
    with without_values():
        county = Workspace.open(Path(workspace))
        read = counts(returns(county.root)) if county.warehouse.exists() else {}
    logger.info("收回清单：%d 个文件，采用 %d 行", read.get("files", 0), read.get("rows_taken", 0))
    return read
