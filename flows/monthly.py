"""The month as a Prefect flow: its steps are tasks, and its history keeps only counts."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from prefect import Task, flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_logger
from prefect.runtime import flow_run

from connectors.child_processes import end_with_parent
from data_contracts.periods import checked_period, current_period
from flows.process.prefect_home import SERVED
from flows.process.unexpected import without_values

if TYPE_CHECKING:
    from flows.month import Month
    from flows.steps import Step

RETRY_DELAY_S = 10  # a network share that went away is usually back by then
logger = get_logger("flow_runs.monthly")  # Prefect keeps the lines of its child loggers


def run_name() -> str:
    """Name of the current flow run: its period."""
    return str(flow_run.parameters.get("period") or current_period(flow_run.scheduled_start_time))


@flow(name="monthly", flow_run_name=run_name, persist_result=False)
def monthly(workspace: str, period: str | None = None, *, anyway: bool = False) -> dict[str, int]:
    """Run one month of a county.

    Args:
        workspace: the county's folder.
        period: identification month, `'2021-06'`; when None, the one that the run was scheduled for, even
            if the run is late.
        anyway: run even if no file of the period has ever come.

    Returns:
        Counts, keyed `<step>.<count>`.

    Raises:
        FangfanpinError: an error that people can act on; any other failure gives its type and place, no text.
    """
    # Imported here: Prefect keeps a flow's globals until the process ends, and with DuckDB among them,
    # DuckDB would print leak warnings on the office's screen.
    from connectors.workspace import Workspace
    from flows import refusals
    from flows.steps import STEPS, open_month
    from flows.way_back.returns import read_returned

    if SERVED in os.environ:
        end_with_parent()
    period = checked_period(period) if period else current_period(flow_run.scheduled_start_time)
    with without_values():
        refusals.check(Workspace.open(Path(workspace)), period, anyway=anyway)
        read_returned(Path(workspace))
    with without_values(), open_month(Path(workspace), period) as month:
        counts = [(step, tracked(step, month)()) for step in announced(STEPS)]
    record(period, counts)
    return {f"{step.name}.{key}": number for step, numbers in counts for key, number in numbers.items()}


def tracked(step: "Step", month: "Month") -> Task[[], dict[str, int]]:
    """`step` as a task without parameters, so that Prefect never looks into `month`."""

    @task(
        name=step.name,
        task_run_name=step.label,
        retries=step.retries,
        retry_delay_seconds=RETRY_DELAY_S,
        cache_policy=NO_CACHE,
        persist_result=False,
    )
    def work() -> dict[str, int]:
        with without_values():
            return step.work(month)

    return work


def announced(steps: "Sequence[Step]") -> "Iterator[Step]":
    """Yield each of `steps` after logging that it begins."""
    for number, step in enumerate(steps, start=1):
        logger.info("（%d/%d）%s", number, len(steps), step.label)
        yield step


def record(period: str, counts: "list[tuple[Step, dict[str, int]]]") -> None:
    """Keep the counts of a run in its history, as one table."""
    create_table_artifact(
        key=f"month-{period}",
        description=f"{period} 监测比对：各步骤数量",
        table=[
            {"步骤": step.label, "项目": key, "数量": number}
            for step, numbers in counts
            for key, number in numbers.items()
        ],
    )
