"""Run a command as a process and measure it: wall, CPU and peak memory, those of its children included."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Timed:
    """A process that has ended.

    Attributes:
        output: what it wrote to stdout.
        seconds: from its start to its end.
        cpu_s: user and system seconds of it and of the children that it waited for.
        peak_gb: most memory that it and its children held together.
    """

    output: str
    seconds: float
    cpu_s: float
    peak_gb: float


def timed(command: list[str], environment: Mapping[str, str] | None = None) -> Timed:
    """Run `command` to its end; `environment` is added to this process's own.

    Raises:
        SystemExit: if the command fails.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})}
    )
    peak = [0]
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, ended))
    watcher.start()
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    ended.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return Timed(output, seconds, used.ru_utime + used.ru_stime, peak[0] / 1e9)


def _watch(pid: int, peak: list[int], ended: threading.Event) -> None:
    while not ended.wait(0.05):
        try:
            root = psutil.Process(pid)
            family = [root, *root.children(recursive=True)]
            peak[0] = max(peak[0], sum(p.memory_info().rss for p in family))
        except psutil.NoSuchProcess:  # a child that has just ended
            continue
