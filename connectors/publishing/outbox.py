"""Swap a folder that people read for its new form in one step."""

import ctypes
import os
import shutil
from pathlib import Path

AT_FDCWD = -100  # relative paths start at the working directory (fcntl.h)
RENAME_EXCHANGE = 2  # swap both names in one step (linux/fs.h)


def staged(outbox: Path, period: str) -> Path:
    """The hidden folder beside `outbox/<period>` in which its new form is built."""
    return outbox / f".{period}.building"


def staging_folder(outbox: Path, period: str) -> Path:
    """`staged`, made empty."""
    folder = staged(outbox, period)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def publish_folder(outbox: Path, period: str) -> None:
    """Put what is staged in the place of `outbox/<period>`: readers see the old lists or the new, whole."""
    staging, target = staged(outbox, period), outbox / period
    if not target.exists():
        staging.rename(target)
        return
    _exchange(staging, target)
    shutil.rmtree(staging, ignore_errors=True)


def discard_staged(outbox: Path, period: str) -> None:
    """Remove what a run that died left beside `outbox/<period>`: lists half made, or those just replaced."""
    for folder in (staged(outbox, period), _aside(outbox, period)):
        shutil.rmtree(folder, ignore_errors=True)


def _aside(outbox: Path, period: str) -> Path:
    return outbox / f".{period}.old"


def _exchange(one: Path, other: Path) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(one), os.fsencode(other)
    if libc.renameat2(AT_FDCWD, paths[0], AT_FDCWD, paths[1], RENAME_EXCHANGE) == 0:
        return
    # Some network shares know no exchange: two renames then, with a moment between them.
    aside = _aside(other.parent, other.name)
    shutil.rmtree(aside, ignore_errors=True)
    other.rename(aside)
    one.rename(other)
    aside.rename(one)
