"""What a child process of a run agrees on with the run: it never outlives it and changes no signal."""

import ctypes
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def end_with_parent(parent: int | None = None) -> None:
    """Have the system kill this process as soon as its parent ends, however that ends.

    Args:
        parent: its number; if it has already ended, this process ends at once.
    """
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent is not None and os.getppid() != parent:
        os._exit(1)


@contextmanager
def signals_kept() -> Iterator[None]:
    """Restore which signals this thread blocks: Python's resource tracker unblocks some as it starts."""
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
