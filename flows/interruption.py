"""How Ctrl-C and SIGTERM end a command: at once, whatever it is doing, with a Chinese line.

A command may be killed at any moment without losing anything, so it need not unwind: Prefect would take
minutes to tell its history, and no Python handler runs while the main thread is inside a library.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flows.exit_codes import ExitCode

_CODES = {signal.SIGINT: ExitCode.INTERRUPTED, signal.SIGTERM: ExitCode.TERMINATED}

_lines: list[Callable[[], str]] = [lambda: "已中断。"]


def end_at_signals() -> None:
    """From now on a thread ends this process at the first signal; to be called before any other thread.

    The signals are blocked in all threads and children to come, so that no handler of Prefect's sees them.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _CODES)
    threading.Thread(target=_wait, name="interruption", daemon=True).start()


def ended_at_once(command: Callable[[], None]) -> None:
    """Run `command` and end the process with it: taking Prefect apart takes seconds, deaf to signals."""
    try:
        command()
    except SystemExit as ending:
        if "prefect" not in sys.modules:
            raise
        with suppress(BrokenPipeError):  # whoever read the result has read enough
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(ending.code if isinstance(ending.code, int) else ExitCode.OK)


@contextmanager
def publishing(warehouse: Path) -> Iterator[None]:
    """While this lasts, an interrupted command says whether it had replaced the database at `warehouse`."""
    before = _version(warehouse)
    _lines.append(lambda: _unpublished() if _version(warehouse) == before else _published())
    try:
        yield
    finally:
        _lines.pop()


def _version(warehouse: Path) -> tuple[int, int] | None:
    try:
        status = warehouse.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def _unpublished() -> str:
    return "已中断，未发布。没有丢失任何内容：投递的文件还在收件箱，原有结果不变，重新执行即可。"


def _published() -> str:
    return "已中断，结果已经发布。还没有送出的清单、回执和存档由下一次运行补齐。"


def _wait() -> None:
    code = _CODES[signal.Signals(signal.sigwait(_CODES))]
    try:
        os.write(2, f"\n{_lines[-1]()}\n".encode(sys.stderr.encoding or "utf-8", "replace"))
    finally:
        os._exit(code)
