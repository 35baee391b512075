"""How much disk a run needs, whether it is there, and which errors mean that it was not."""

import errno
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from connectors.workspace import Workspace
from data_contracts.errors import FangfanpinError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# What DuckDB, polars, SQLite and the system write where there is no errno to look at.
_FULL_TEXTS = (
    "No space left on device",
    "Disk quota exceeded",
    "File too large",
    "database or disk is full",
    "max_temp_directory_size",
)
_FLOOR_BYTES = 32 << 20  # an empty warehouse, the run's history, lists and receipts
_OF_WAREHOUSE = 1.5  # a working copy, which grows
_OF_INPUTS = 5  # a private copy, the rows typed, the rows loaded, and what spills while they are linked
_NOTHING_BYTES = 1 << 20  # with less than this left, whatever fails fails for that


class DiskFullError(FangfanpinError):
    """There is not enough disk for the run."""

    code = "disk_full"


def needed_bytes(workspace: Workspace, inputs: Iterable[Path] = ()) -> int:
    """About how many bytes a run over the files `inputs` needs beside what the workspace takes already."""
    return (
        _FLOOR_BYTES
        + round(_size(workspace.warehouse) * _OF_WAREHOUSE)
        + sum(map(_size, inputs)) * _OF_INPUTS
    )


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:  # a sender has taken it away
        return 0


def check_space(workspace: Workspace, inputs: Iterable[Path]) -> None:
    """Stop before a run that would fill the disk.

    Raises:
        DiskFullError: if less is free than the run needs.
    """
    needed = needed_bytes(workspace, inputs)
    if _free_bytes(workspace) < needed:
        raise _too_small(workspace, needed)


@contextmanager
def full_disk_named(workspace: Workspace, inputs: Iterable[Path] = ()) -> Iterator[None]:
    """Name a full disk as that, whatever error it came as.

    Raises:
        DiskFullError: in place of an error that a full disk has caused.
    """
    paths = list(inputs)
    try:
        yield
    except Exception as error:
        if is_full(error) or _free_bytes(workspace) < _NOTHING_BYTES:
            raise _too_small(workspace, needed_bytes(workspace, paths)) from None
        raise


def is_full(error: BaseException) -> bool:
    """Whether a full disk, or a used-up quota, has caused `error`."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, DiskFullError) or getattr(cause, "errno", None) in _FULL:
            return True
        if any(text in str(cause) for text in _FULL_TEXTS):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _free_bytes(workspace: Workspace) -> int:
    return shutil.disk_usage(workspace.root).free


def _too_small(workspace: Workspace, needed: int) -> DiskFullError:
    free = _free_bytes(workspace)
    return DiskFullError(
        f"磁盘空间不足：本次运行约需 {_in_words(needed)}，工作区所在磁盘只剩 {_in_words(free)}。"
        "请清理磁盘或扩容后重新运行；没有丢失任何内容。"
    )


def _in_words(size: int) -> str:
    return f"{size / (1 << 30):.1f} GB" if size >= 1 << 30 else f"{size >> 20} MB"
