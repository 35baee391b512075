"""The schedule of one office, its months and its days, in one process: API server, scheduler and runner."""

import asyncio
import os
from collections.abc import Callable
from datetime import datetime
from multiprocessing import resource_tracker
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.child_processes import signals_kept
from connectors.settings import Settings
from data_contracts.errors import SettingsError
from data_contracts.periods import OFFICE_TIME
from flows.process.api_server import api_server
from flows.process.prefect_home import SERVED, use_prefect_home

if TYPE_CHECKING:
    from prefect.runner import Runner
    from prefect.schedules import Schedule


def serve(
    root: Path,
    cron: str,
    announce: Callable[[datetime], None] = lambda _: None,
    returns_cron: str = Settings.returns_cron,
) -> None:
    """Run the months of the workspace at `root`, and read its returned lists, until a signal comes.

    A run that fell due while nothing was served is caught up as soon as this is called again.
    Call it before anything has imported Prefect.

    Args:
        root: of the workspace.
        cron: when a month runs, five fields, Asia/Shanghai.
        announce: called with the time of the next month's run as soon as runs are planned.
        returns_cron: when returned lists are read.

    Raises:
        ServerError: if the API server does not start.
        SettingsError: if `cron` or `returns_cron` is no cron expression.
    """
    root = root.resolve()
    use_prefect_home(root)
    os.environ[SERVED] = "1"
    with signals_kept():
        resource_tracker.ensure_running()  # which the first run would start otherwise
    with api_server(plans_runs=True) as wait_for_server:
        runner = _runner(root, cron, returns_cron)
        wait_for_server()
        announce(_following(cron))
        asyncio.run(runner.start())


def _runner(root: Path, cron: str, returns_cron: str) -> "Runner":
    from prefect.runner import Runner
    from prefect.types.entrypoint import EntrypointType

    from flows.monthly import monthly
    from flows.way_back.daily import daily

    # Pausing on shutdown would delete the runs that fall due while the office is closed. One run at a time:
    # a day waits for the month.
    runner = Runner(name="monthly", limit=1, pause_on_shutdown=False)
    for work, times in ((monthly, _schedule(cron)), (daily, _schedule(returns_cron, "returns"))):
        runner.add_flow(
            work,
            name=work.name,
            schedule=times,
            parameters={"workspace": str(root)},
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
    return runner


def _following(cron: str) -> datetime:
    """When the schedule runs next."""
    _schedule(cron)
    from prefect.client.schemas.schedules import CronSchedule
    from prefect.server.schemas.schedules import CronSchedule as Served

    described = CronSchedule(cron=cron, timezone=OFFICE_TIME.key)
    (following,) = asyncio.run(Served(**described.model_dump()).get_dates(1))
    return following


def _schedule(cron: str, setting: str = "cron") -> "Schedule":
    from prefect.schedules import Cron

    try:
        return Cron(cron, timezone=OFFICE_TIME.key)
    except ValueError:
        raise SettingsError(
            f'[schedule] {setting} 写法有误，应为五段，例如 "0 6 6 * *"（每月 6 日 06:00）。'
        ) from None
