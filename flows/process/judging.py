"""Great Expectations in a process of its own, which imports it while a run starts and reads its files."""

import gc
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from connectors.child_processes import end_with_parent, signals_kept
from data_contracts.checks import Measured, by_great_expectations, warm_up
from data_contracts.contract import Check

_NICE = 5  # the server, for which the run waits, is to start first
_judges: list[ProcessPoolExecutor] = []  # the one of this process, while there is one


@contextmanager
def judged_beside() -> Iterator[None]:
    """Have Great Expectations in a process of its own while this lasts; call it in the main thread."""
    with signals_kept():
        judge = ProcessPoolExecutor(1, get_context("spawn"), initializer=_begin, initargs=(os.getpid(),))
        judge.submit(warm_up)
    with judge:
        _judges.append(judge)
        try:
            yield
        finally:
            _judges.pop()


def outside(checks: Sequence[Check], measured: Sequence[Measured]) -> list[set[Any]]:
    """`by_great_expectations`, in the process of its own if there is one."""
    for judge in _judges:
        try:
            return judge.submit(by_great_expectations, checks, measured).result()
        except BrokenProcessPool:  # somebody has ended it
            break
    return by_great_expectations(checks, measured)


def _begin(parent: int) -> None:
    end_with_parent(parent)
    os.nice(_NICE)
    gc.disable()  # looking for garbage among what the library defines takes a fifth of its import
