"""Prefect's API server as a thread of the command: there is no process that could outlive the command."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from data_contracts.errors import FangfanpinError

if TYPE_CHECKING:
    import uvicorn

START_TIMEOUT_S = 120  # the first start makes the history's tables: 12 seconds on two cores
_HAND_OVER_S = 5.0  # some kilobytes, to this process
_STOP_TIMEOUT_S = 8.0  # clients are given five


class ServerError(FangfanpinError):
    """The API server does not start."""

    code = "server"


@contextmanager
def api_server(*, plans_runs: bool) -> Iterator[None]:
    """Our own API server while this lasts, unless `PREFECT_API_URL` names one, or an outer one lasts still.

    Call it before anything has imported Prefect, which keeps the address.

    Args:
        plans_runs: whether ours has a scheduler, which creates the runs of a schedule.

    Raises:
        ServerError: if it does not start.
    """
    if "PREFECT_API_URL" in os.environ:
        yield
        return
    with socket.create_server(("127.0.0.1", 0)) as listener:
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
        server = _server(ephemeral=not plans_runs)
        thread = threading.Thread(target=server.run, args=([listener],), name="api-server", daemon=True)
        thread.start()
        try:
            _wait_until_started(server, thread)
            yield
        finally:
            _hand_over()
            server.should_exit = True
            thread.join(_STOP_TIMEOUT_S)


def _hand_over() -> None:
    """Let Prefect send what it still holds: at the end of the process it would try for minutes."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    for worker in (EventsWorker, APILogWorker):
        worker.drain_all(timeout=_HAND_OVER_S)


def _server(*, ephemeral: bool) -> "uvicorn.Server":
    import uvicorn
    from prefect.server.api.server import create_app

    app = create_app(ephemeral=ephemeral, final=True)
    # A client that keeps its connection open must not keep the process from ending.
    return uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=5))


def _wait_until_started(server: "uvicorn.Server", thread: threading.Thread) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise ServerError("运行记录服务未能启动。请确认工作区所在磁盘可写、空间充足，然后重试。")
        time.sleep(0.1)
