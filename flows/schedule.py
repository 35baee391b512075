"""The monthly schedule of one office, in one process: API server, scheduler and runner."""

import asyncio
import os
from collections.abc import Callable
from datetime import datetime
from multiprocessing import resource_tracker
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.child_processes import signals_kept
from data_contracts.errors import SettingsError
from data_contracts.periods import OFFICE_TIME
from flows.process.api_server import api_server
from flows.process.prefect_home import SERVED, use_prefect_home

if TYPE_CHECKING:
    from prefect.runner import Runner
    from prefect.schedules import Schedule


def serve(root: Path, cron: str, announce: Callable[[datetime], None] = lambda _: None) -> None:
    """Run the month of the workspace at `root` at the times of `cron` (Asia/Shanghai) until a signal comes.

    A run that fell due while nothing was served is caught up as soon as this is called again.
    Call it before anything has imported Prefect.

    Args:
        root: of the workspace.
        cron: five fields.
        announce: called with the time of the next run as soon as runs are planned.

    Raises:
        ServerError: if the API server does not start.
        SettingsError: if `cron` is no cron expression.
    """
    root = root.resolve()
    use_prefect_home(root)
    os.environ[SERVED] = "1"
    with signals_kept():
        resource_tracker.ensure_running()  # which the first run would start otherwise
    with api_server(plans_runs=True) as wait_for_server:
        runner = _runner(root, cron)
        wait_for_server()
        announce(_following(cron))
        asyncio.run(runner.start())


def _runner(root: Path, cron: str) -> "Runner":
    from prefect.runner import Runner
    from prefect.types.entrypoint import EntrypointType

    from flows.monthly import monthly

    # Pausing on shutdown would delete the runs that fall due while the office is closed.
    runner = Runner(name="monthly", limit=1, pause_on_shutdown=False)
    runner.add_flow(
        monthly,
        name="monthly",
        schedule=_schedule(cron),
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


def _schedule(cron: str) -> "Schedule":
    from prefect.schedules import Cron

    try:
        return Cron(cron, timezone=OFFICE_TIME.key)
    except ValueError:
        raise SettingsError(
            '[schedule] cron 写法有误，应为五段，例如 "0 6 6 * *"（每月 6 日 06:00）。'
        ) from None
