"""Other programs on the published database: one that has it open for writing, and the log that one left.

Readers may open the database at any moment. A program that opens it for writing locks it, and what it wrote
stays in a log beside the file; beside the next published file that log makes DuckDB refuse both.
"""

import errno
import fcntl
import logging
from pathlib import Path

from data_contracts.errors import FangfanpinError

_LOGS = (".wal", ".wal.checkpoint", ".wal.recovery")  # DuckDB's, beside the database
_REFUSED = (errno.EACCES, errno.EAGAIN)  # what fcntl(2) answers where somebody holds the lock

talk = logging.getLogger(__name__)


class InUseError(FangfanpinError):
    """Another program has the published database open for writing."""

    code = "busy"


def refuse_writers(warehouse: Path) -> None:
    """Stop where another program could change the published database.

    Raises:
        InUseError: if one has it open for writing.
    """
    if is_being_written(warehouse):
        raise InUseError(
            f"有程序正打开数据库 {warehouse.name} 并可写入（如 DBeaver、DuckDB、Python），数据没有损坏。"
            "请关闭那个程序，或改用只读方式打开，然后再试。"
        )


def is_being_written(warehouse: Path) -> bool:
    """Whether another program has the database open for writing: DuckDB locks the file then."""
    if not warehouse.exists():
        return False
    with warehouse.open("rb") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno in _REFUSED  # some network shares know no locks
    return False


def set_logs_aside(warehouse: Path) -> list[Path]:
    """Rename the logs that another program left beside the database; say so, and return the new paths.

    Published is what a run published: nothing of a log is taken in, and nothing of it is deleted.
    """
    logs = [path for ending in _LOGS if (path := warehouse.with_name(warehouse.name + ending)).exists()]
    return [_set_aside(log) for log in logs]


def _set_aside(log: Path) -> Path:
    numbers = range(1, 1_000_000)
    aside = next(p for n in numbers if not (p := log.with_name(f"{log.name}.已移开-{n}")).exists())
    log.rename(aside)
    talk.warning(
        f"其他程序写过数据库，在旁边留下 {log.name}，会使数据库打不开；已改名为 {aside.name}，内容没有采用。"
        "请以只读方式打开数据库。"
    )
    return aside
