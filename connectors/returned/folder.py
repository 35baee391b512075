"""The files in `returned/`, at any depth and of any name; each is taken as a private copy."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from connectors.inbox.claims import Claim, UnclaimedFileError, claim
from connectors.inbox.drop_folder import (
    Arrival,
    file_status,
    files_below,
    identity,
    readable,
    wait_until_stable,
)
from connectors.warehouse.file_records import office_time
from connectors.workspace import Workspace
from data_contracts.errors import UnreadableFileError

EXTENSIONS = frozenset({".xlsx", ".xls"})
_SOURCE = "returned"
_NO_WORKBOOK = UnreadableFileError(
    "不是 Excel 工作簿，没有读取。请在原来的清单（.xlsx 或 .xls）里填写后发回；"
    "只有纸质或照片的，请照着录入清单。",
    "extension",
)


@dataclass(frozen=True)
class ReturnedFile:
    """A file that came back.

    Attributes:
        claim: its private copy.
        problem: why it is refused by its name alone.
    """

    claim: Claim
    problem: str | None = None

    @property
    def file_id(self) -> str:
        """First 12 digits of its content's SHA-256."""
        return self.claim.sha256[:12]

    @property
    def name(self) -> str:
        """Path below `returned/`."""
        return self.claim.arrival.name

    @property
    def received_at(self) -> datetime:
        """Its own modification time, in the office's time zone."""
        return office_time(self.claim.arrival.mtime_ns)


@dataclass(frozen=True)
class Collected:
    """What lies in `returned/`.

    Attributes:
        files: taken, by arrival and name.
        left: names of those that still change or cannot be read, with the reason; they stay there.
    """

    files: list[ReturnedFile]
    left: dict[str, str]


def collect(
    workspace: Workspace,
    clock: Callable[[], float] = time.time,
    sleep: Callable[[float], None] = time.sleep,
) -> Collected:
    """Copy every complete file of `returned/` into `.work`, waiting for recent ones as the inbox does."""
    found = [arrival for path in files_below(workspace.returned) if (arrival := _arrival(workspace, path))]
    stable = wait_until_stable(found, workspace.settings.quiet_s, clock, sleep)
    left = {arrival.name: "文件正在改写" for arrival in found}
    files = []
    for arrival in stable:
        try:
            files.append(_taken(claim(arrival, workspace.work / "returned")))
            del left[arrival.name]
        except UnclaimedFileError as error:
            left[arrival.name] = error.message.rstrip("。")
    return Collected(sorted(files, key=lambda file: (file.received_at, file.name)), left)


def _arrival(workspace: Workspace, path: Path) -> Arrival | None:
    status = file_status(path)
    if status is None:
        return None
    inode, mtime_ns, size_bytes = identity(status)
    name = readable(path.relative_to(workspace.returned).as_posix())
    problem = None if path.suffix.lower() in EXTENSIONS else _NO_WORKBOOK
    return Arrival(_SOURCE, name, path, None, problem, size_bytes, mtime_ns, inode)


def _taken(copy: Claim) -> ReturnedFile:
    problem = copy.arrival.problem
    return ReturnedFile(copy, problem.message if problem else None)
