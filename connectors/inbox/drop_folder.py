"""The drop folders: which files have arrived, and when they are complete.

Departments write into the inbox at any moment, over network shares: a file may change, vanish or be locked at
any time. So nothing here relies on an earlier look at a file, and no file makes it raise an error.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from connectors.inbox.period_names import NamedPeriod, period_of
from data_contracts.errors import UnreadableFileError

EXTENSIONS = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".parquet"})
DONE = ".done"  # marker that a sender puts beside a complete file
# What browsers, chat programs and copying tools call a file that they still write.
_UNFINISHED = (
    ".part", ".partial", ".filepart", ".tmp", ".temp", ".crdownload", ".download", ".opdownload", ".!ut",
    ".!qb", ".downloading", ".td", ".xltd", ".aria2", DONE,
)  # fmt: skip
_ROUNDS = 6  # a file that still grows after so many checks is left for the next run


@dataclass(frozen=True)
class Arrival:
    """A file in the inbox, as it was when last checked.

    Attributes:
        source: of the folder below the inbox; its name if it has none, '' for a file directly in the inbox.
        name: POSIX path below that folder.
        path: path of the file.
        period: `'2021-06'`, or None, for which `problem` gives the reason.
        remark: what the receipt says of the months in its name; '' if there is nothing to say.
        problem: why the file cannot be taken, if that is clear from its name.
        size_bytes: its size.
        mtime_ns: its modification time.
        inode: its number in the file system.
    """

    source: str
    name: str
    path: Path
    period: str | None
    problem: UnreadableFileError | None
    size_bytes: int
    mtime_ns: int
    inode: int
    remark: str = ""


def scan(inbox: Path, source_of: Callable[[str], str] = str) -> list[Arrival]:
    """Every file below `inbox`, sorted by source and name; ignored files are left out.

    Args:
        inbox: the drop folders.
        source_of: the source of a drop folder; several folders may have the same one.
    """
    arrivals = filter(None, (_arrival(inbox, path, source_of) for path in files_below(inbox)))
    return sorted(arrivals, key=lambda arrival: (arrival.source, arrival.name))


def files_below(folder: Path) -> Iterator[Path]:
    """Every file at any depth that is not ignored; links among them are for `file_status` to leave out."""
    # os.walk does not follow symbolic links, and skips folders that vanish or cannot be opened.
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent, name) for name in names if not is_ignored(name))


def is_ignored(name: str) -> bool:
    """Whether a file of this name is never taken: hidden, somebody's lock, or not finished."""
    return name.startswith((".", "~$")) or name.lower().endswith(_UNFINISHED)


def _arrival(inbox: Path, path: Path, source_of: Callable[[str], str]) -> Arrival | None:
    folder, below = place_below(inbox, path)
    return arrival(path, source_of(folder), below)


def place_below(inbox: Path, path: Path) -> tuple[str, PurePosixPath]:
    """The drop folder of a file below `inbox`, '' for one directly in it, and its path below that folder."""
    parts = PurePosixPath(readable(path.relative_to(inbox).as_posix())).parts
    return (parts[0], PurePosixPath(*parts[1:])) if len(parts) > 1 else ("", PurePosixPath(*parts))


def arrival(path: Path, source: str, below: PurePosixPath) -> Arrival | None:
    """The file at `path` as if it lay at `below` in a drop folder of `source`; None if it is no file."""
    status = file_status(path)
    if status is None:
        return None
    named, problem = _named_period(below)
    inode, mtime_ns, size_bytes = identity(status)
    period, remark = (named.period, named.remark) if named else (None, "")
    return Arrival(source, below.as_posix(), path, period, problem, size_bytes, mtime_ns, inode, remark)


def file_status(path: Path) -> os.stat_result | None:
    """The status of a regular file; None for links, devices, and files that have vanished."""
    try:
        status = path.lstat()
    except OSError:
        return None
    return status if stat.S_ISREG(status.st_mode) else None


def identity(status: os.stat_result) -> tuple[int, int, int]:
    """Inode, modification time and size: they distinguish a file from a later one with the same name."""
    inode = status.st_ino & (2**63 - 1)  # network shares use all 64 bits
    return inode, status.st_mtime_ns, status.st_size


def readable(name: str) -> str:
    """`name` as text; shares mounted without a character set give bytes in GB18030."""
    raw = os.fsencode(name)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def _named_period(name: PurePosixPath) -> tuple[NamedPeriod | None, UnreadableFileError | None]:
    try:
        named = period_of(name)
    except UnreadableFileError as problem:
        return None, problem
    if name.suffix.lower() in EXTENSIONS:
        return named, None
    return named, UnreadableFileError(
        "不支持这种文件，请另存为 .xlsx、.xls、.csv、.tsv 或 .parquet 后重新报送。", "extension"
    )


def wait_until_stable(
    arrivals: Iterable[Arrival], quiet_s: float, clock: Callable[[], float], sleep: Callable[[float], None]
) -> list[Arrival]:
    """The complete arrivals in their current state; waits for recent files, not for those that keep growing.

    A file is complete if there is a `.done` marker beside it (`x.csv.done` or `x.done`), or if its size and
    times have not changed for `quiet_s` seconds, by its own times or, if the share's clock is ahead, by ours.
    """
    waiting = [_Watch(arrival) for arrival in arrivals]
    stable: list[Arrival] = []
    for attempt in range(_ROUNDS):
        if attempt and waiting:
            sleep(max(quiet_s - watch.quiet_for_s for watch in waiting))
        now = clock()
        present = [watch for watch in waiting if watch.look(now)]
        stable += [watch.arrival for watch in present if watch.quiet_for_s >= quiet_s]
        waiting = [watch for watch in present if watch.quiet_for_s < quiet_s]
    return sorted(stable, key=lambda arrival: (arrival.source, arrival.name))


@dataclass
class _Watch:
    """One file, watched until it no longer changes."""

    arrival: Arrival
    seen: tuple[int, ...] = ()
    since: float = 0.0
    quiet_for_s: float = 0.0

    def look(self, now: float) -> bool:
        """Check the file again; False if it has vanished."""
        status = file_status(self.arrival.path)
        if status is None:
            return False
        inode, mtime_ns, size_bytes = identity(status)
        seen = (inode, mtime_ns, size_bytes, status.st_ctime_ns)
        if seen != self.seen:
            # The file's own times count at the first check; later changes are timed by our clock.
            changed_s = max(status.st_mtime_ns, status.st_ctime_ns) / 1e9
            self.since = now if self.seen else min(now, changed_s)
            self.arrival = replace(self.arrival, size_bytes=size_bytes, mtime_ns=mtime_ns, inode=inode)
        self.seen = seen
        self.quiet_for_s = float("inf") if _is_marked(self.arrival.path) else now - self.since
        return True


def markers(path: Path) -> tuple[Path, Path]:
    """The markers for the file at `path` being complete: for this file, and for all files of its stem."""
    return path.with_name(path.name + DONE), path.with_suffix(DONE)


def _is_marked(path: Path) -> bool:
    return any(file_status(marker) is not None for marker in markers(path))
