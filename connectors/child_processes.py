"""What a child process of a run agrees on with the run: it never outlives it and changes no signal."""

import ctypes
import signal
from collections.abc import Iterator
from contextlib import contextmanager

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def end_with_parent() -> None:
    """Have the system kill this process as soon as its parent ends, however that ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


@contextmanager
def signals_kept() -> Iterator[None]:
    """Restore which signals this thread blocks: Python's resource tracker unblocks some as it starts."""
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
