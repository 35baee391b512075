"""Runs in separate processes that die at a chosen point, or can be killed at any time."""

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

DEAD = 137  # as the shell reports a process that was killed

_PROCESSES = multiprocessing.get_context("forkserver")
# The server imports these once; children forked from it start at once.
_PROCESSES.set_forkserver_preload(["flows.steps", "great_expectations", "tests.flows.deaths"])


def _die(*_: Any, **__: Any) -> None:
    os._exit(DEAD)


def _at_call(number: int, work: Callable[..., Any]) -> Callable[..., Any]:
    """`work`, but its `number`-th call ends the process."""
    calls = iter(range(1, number))
    return lambda *values, **named: work(*values, **named) if next(calls, None) else _die()


def _after(work: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *values, **named: (work(*values, **named), _die())


def _half_cleared(work: Callable[..., Any]) -> Callable[..., Any]:
    def rmtree(path: Path, **named: Any) -> None:
        if Path(path).name == ".work":
            (path / "run.json").unlink()
            _die()
        work(path, **named)

    return rmtree


def _half_compacted(_: Callable[..., Any]) -> Callable[..., Any]:
    def compact(*values: Any) -> None:
        from connectors.warehouse import compaction

        compaction._write_anew(*values)
        _die()

    return compact


# (module, function, how it is changed)
DEATHS: dict[str, tuple[str, str, Callable[[Callable[..., Any]], Callable[..., Any]]]] = {
    "loading the second file": ("connectors.warehouse.loading", "load", lambda work: _at_call(2, work)),
    "writing the summary": ("connectors.workbooks.county_summary", "write_summary", lambda _: _die),
    "after the warehouse was written anew": ("connectors.warehouse.database", "compact", _half_compacted),
    "before the warehouse is replaced": ("connectors.warehouse.database", "_sync", lambda _: _die),
    "after the warehouse is replaced": (
        "connectors.warehouse.database",
        "_sync",
        lambda work: _at_call(2, work),
    ),
    "after the outbox is exchanged": ("connectors.publishing.outbox", "_exchange", _after),
    "before anything is delivered": ("connectors.publishing.delivery", "deliver", lambda _: _die),
    "storing the second file": ("connectors.moving", "put", lambda work: _at_call(2, work)),
    "writing the second receipt": (
        "connectors.workbooks.receipts",
        "write_book",
        lambda work: _at_call(2, work),
    ),
    "delivering the last receipt": ("connectors.moving", "put", lambda work: _at_call(8, work)),
    "removing the second file": ("connectors.inbox.taken_files", "release", lambda work: _at_call(2, work)),
    "clearing the work": ("shutil", "rmtree", _half_cleared),
}


def _run(root: Path, period: str, death: str | None) -> None:
    from importlib import import_module

    from flows.steps import run_month

    if death:
        module, name, changed = DEATHS[death]
        holder = import_module(module)
        setattr(holder, name, changed(getattr(holder, name)))
    run_month(root, period)


def started(root: Path, period: str, death: str | None = None) -> ForkServerProcess:
    """A run of one period, started in its own process."""
    process = _PROCESSES.Process(target=_run, args=(root, period, death))
    process.start()
    return process


def die(root: Path, period: str, death: str) -> None:
    """Run one period until it dies at the chosen point."""
    process = started(root, period, death)
    process.join(120)
    assert process.exitcode == DEAD, "the run did not come to this point"
