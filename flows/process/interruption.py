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

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_SHELL = 128  # a shell reports the end by a signal as this and its number

Ending = Callable[[int], tuple[str, int]]  # of a signal: what is said, and the exit code
_endings: list[Ending] = [lambda number: ("已中断。", _SHELL + number)]


def end_at_signals() -> None:
    """From now on a thread ends this process at the first signal; to be called before any other thread.

    The signals are blocked in all threads and children to come, so that no handler of Prefect's sees them.
    What the process was told to ignore (`nohup`, `serve &` in a script) it ignores.
    """
    heeded = [number for number in _SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
    signal.pthread_sigmask(signal.SIG_BLOCK, heeded)
    threading.Thread(target=_wait, args=(heeded,), name="interruption", daemon=True).start()


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
        os._exit(ending.code if isinstance(ending.code, int) else 0)


@contextmanager
def publishing(warehouse: Path) -> Iterator[None]:
    """While this lasts, an interrupted command says whether it had replaced the database at `warehouse`."""
    before = _version(warehouse)
    _endings.append(
        lambda number: (
            _unpublished() if _version(warehouse) == before else _published(),
            _SHELL + number,
        )
    )
    try:
        yield
    finally:
        _endings.pop()


def stops_well() -> None:
    """From now on a signal is how this command is meant to end."""
    _endings.append(lambda _: ("定时服务已停止。正在运行的月份没有发布的，下次运行时重做。", 0))


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


def _wait(heeded: list[signal.Signals]) -> None:
    number = signal.sigwait(heeded)
    line, code = _endings[-1](number)
    try:
        os.write(2, f"\n{line}\n".encode(sys.stderr.encoding or "utf-8", "replace"))
    finally:
        os._exit(code)
