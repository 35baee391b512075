"""Replace a folder that people read by its new version in one step."""

import ctypes
import os
import shutil
from collections.abc import Collection
from pathlib import Path

AT_FDCWD = -100  # relative paths start at the working directory (fcntl.h)
RENAME_EXCHANGE = 2  # swap both names in one step (linux/fs.h)
_WITHDRAWN = ".withdrawn"


def staged(outbox: Path, period: str) -> Path:
    """The hidden folder beside `outbox/<period>` in which its new version is built."""
    return outbox / f".{period}.building"


def staging_folder(outbox: Path, period: str) -> Path:
    """Create the folder `staged`, empty."""
    folder = staged(outbox, period)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def publish_folder(outbox: Path, period: str) -> None:
    """Replace `outbox/<period>` by the staged folder: readers see either all old or all new lists."""
    staging, target = staged(outbox, period), outbox / period
    if not target.exists():
        staging.rename(target)
        return
    _exchange(staging, target)
    shutil.rmtree(staging, ignore_errors=True)


def discard_staged(outbox: Path, period: str) -> None:
    """Remove folders that an interrupted run left beside `outbox/<period>`: unfinished or replaced lists."""
    for folder in (staged(outbox, period), _aside(outbox, period)):
        shutil.rmtree(folder, ignore_errors=True)


def settle_withdrawn(outbox: Path, withdrawn: Collection[str]) -> None:
    """Hide the folders of withdrawn periods, and show again those that are not withdrawn any more.

    It can be repeated at any time; where a period was published anew, its former lists are removed.
    """
    for period in withdrawn:
        folder = outbox / period
        if folder.exists():
            shutil.rmtree(_withdrawn(outbox, period), ignore_errors=True)
            folder.rename(_withdrawn(outbox, period))
    for hidden in outbox.glob(f".*{_WITHDRAWN}"):
        period = hidden.name.removeprefix(".").removesuffix(_WITHDRAWN)
        if period in withdrawn:
            continue
        if (outbox / period).exists():
            shutil.rmtree(hidden, ignore_errors=True)
        else:
            hidden.rename(outbox / period)


def _withdrawn(outbox: Path, period: str) -> Path:
    return outbox / f".{period}{_WITHDRAWN}"


def _aside(outbox: Path, period: str) -> Path:
    return outbox / f".{period}.old"


def _exchange(one: Path, other: Path) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(one), os.fsencode(other)
    if libc.renameat2(AT_FDCWD, paths[0], AT_FDCWD, paths[1], RENAME_EXCHANGE) == 0:
        return
    # Some network shares do not support the exchange: rename in several steps, with a short gap.
    aside = _aside(other.parent, other.name)
    shutil.rmtree(aside, ignore_errors=True)
    other.rename(aside)
    one.rename(other)
    aside.rename(one)
