"""Prefect's API server as a child of the command, which boots beside the command's own imports."""

import os
import select
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from data_contracts.errors import FangfanpinError
from flows.process import server_process

START_TIMEOUT_S = 120.0  # a start that has to make the history's tables itself took 12 seconds on two cores
_HAND_OVER_S = 5.0  # some kilobytes, to this machine
_STOP_TIMEOUT_S = 8.0  # clients are given five


class ServerError(FangfanpinError):
    """The API server does not start."""

    code = "server"


@contextmanager
def api_server(*, plans_runs: bool) -> Iterator[Callable[[], None]]:
    """Our own API server while this lasts, unless `PREFECT_API_URL` names one, or an outer one lasts still.

    Call it in the main thread, with which the server ends, and before anything has imported Prefect, which
    keeps the address.

    Args:
        plans_runs: whether ours has a scheduler, which creates the runs of a schedule.

    Yields:
        What waits until the server answers; it raises `ServerError` if that does not start.
    """
    if "PREFECT_API_URL" in os.environ:
        yield lambda: None
        return
    with socket.create_server(("127.0.0.1", 0)) as listener:
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
        server = _started(listener.fileno(), plans_runs=plans_runs)
    try:
        yield lambda: _wait_until_it_answers(server)
    finally:
        if server.poll() is None:
            _hand_over()
        _stop(server)


def _started(descriptor: int, *, plans_runs: bool) -> subprocess.Popen[bytes]:
    serve = f"serve({descriptor}, {os.getpid()}, plans_runs={plans_runs})"
    return subprocess.Popen(  # noqa: S603 - our own program, our own arguments
        [sys.executable, "-c", f"from {server_process.__name__} import serve; {serve}"],
        pass_fds=[descriptor],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _wait_until_it_answers(server: subprocess.Popen[bytes]) -> None:
    assert server.stdout
    ready, _, _ = select.select([server.stdout], [], [], START_TIMEOUT_S)
    if not ready or server.stdout.readline() != server_process.READY:
        raise ServerError("运行记录服务未能启动。请确认工作区所在磁盘可写、空间充足，然后重试。")


def _hand_over() -> None:
    """Let Prefect send what it still holds: at the end of the process it would try for minutes."""
    if "prefect" not in sys.modules:
        return
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    for worker in (EventsWorker, APILogWorker):
        worker.drain_all(timeout=_HAND_OVER_S)


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Let the server write what it still holds, and see it end."""
    with suppress(subprocess.TimeoutExpired):
        server.communicate(timeout=_STOP_TIMEOUT_S)
    server.kill()
    server.wait()
