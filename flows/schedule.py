"""The monthly schedule of one office, in one process: API server, scheduler and runner."""

import asyncio
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from data_contracts.errors import FangfanpinError, SettingsError
from data_contracts.periods import OFFICE_TIME
from flows.prefect_home import use_prefect_home

if TYPE_CHECKING:
    import uvicorn
    from prefect.runner import Runner
    from prefect.schedules import Schedule

START_TIMEOUT_S = 120  # the first start makes the history's tables: 12 seconds on two cores


class ScheduleError(FangfanpinError):
    """The schedule cannot be served."""

    code = "schedule"


def serve(root: Path, cron: str, announce: Callable[[datetime], None] = lambda _: None) -> None:
    """Run the month of the workspace at `root` at the times of `cron` (Asia/Shanghai) until interrupted.

    A run that fell due while nothing was served is caught up as soon as this is called again.
    Call it before anything has imported Prefect.

    Args:
        root: of the workspace.
        cron: five fields.
        announce: called with the time of the next run before the first one.

    Raises:
        ScheduleError: if the API server does not start.
        SettingsError: if `cron` is no cron expression.
    """
    root = root.resolve()
    use_prefect_home(root)
    announce(_following(cron))
    with api_server(), suppress(KeyboardInterrupt):
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


@contextmanager
def api_server() -> Iterator[None]:
    """An API server with a scheduler: the one that `PREFECT_API_URL` names, else our own while this lasts.

    Prefect's ephemeral server has no scheduler: it would never create a run.
    """
    if "PREFECT_API_URL" in os.environ:
        yield
        return
    with socket.create_server(("127.0.0.1", 0)) as listener:
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
        server = _server()
        thread = threading.Thread(target=server.run, args=([listener],), name="api-server", daemon=True)
        thread.start()
        try:
            _wait_until_started(server, thread)
            yield
        finally:
            server.should_exit = True
            thread.join()


def _server() -> "uvicorn.Server":
    import uvicorn
    from prefect.server.api.server import create_app

    # A client that keeps its connection open must not keep the process from ending.
    return uvicorn.Server(uvicorn.Config(create_app(), log_config=None, timeout_graceful_shutdown=5))


def _wait_until_started(server: "uvicorn.Server", thread: threading.Thread) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise ScheduleError("定时服务未能启动。请确认工作区所在磁盘可写、空间充足，然后重试。")
        time.sleep(0.1)
