"""The monthly schedule of one office, in one process: API server, scheduler and runner."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from data_contracts.errors import SettingsError
from data_contracts.periods import OFFICE_TIME
from flows.api_server import api_server
from flows.prefect_home import use_prefect_home

if TYPE_CHECKING:
    from prefect.runner import Runner
    from prefect.schedules import Schedule


def serve(root: Path, cron: str) -> None:
    """Run the month of the workspace at `root` at the times of `cron` (Asia/Shanghai) until interrupted.

    A run that fell due while nothing was served is caught up as soon as this is called again.
    Call it before anything has imported Prefect.

    Raises:
        ServerError: if the API server does not start.
        SettingsError: if `cron` is no cron expression.
    """
    root = root.resolve()
    use_prefect_home(root)
    with api_server(plans_runs=True), suppress(KeyboardInterrupt):
        asyncio.run(_until_terminated(_runner(root, cron)))


async def _until_terminated(runner: "Runner") -> None:
    """Run `runner`, and on SIGTERM cancel it: Prefect's own handler exits without its clean-up."""
    loop = asyncio.get_running_loop()
    running = asyncio.ensure_future(runner.start())

    def cancel(*_: object) -> None:
        loop.call_soon_threadsafe(running.cancel)

    runner.handle_sigterm = cancel  # type: ignore[method-assign]
    with suppress(asyncio.CancelledError):
        await running


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


def _schedule(cron: str) -> "Schedule":
    from prefect.schedules import Cron

    try:
        return Cron(cron, timezone=OFFICE_TIME.key)
    except ValueError:
        raise SettingsError(
            '[schedule] cron 写法有误，应为五段，例如 "0 6 6 * *"（每月 6 日 06:00）。'
        ) from None
