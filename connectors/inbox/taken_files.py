"""Files taken from the inbox: listed before a run publishes, removed afterwards, remembered if that fails.

The list is beside the warehouse, not in it: inode numbers differ between copies of a workspace, and the
tables of copies must be equal.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from connectors.inbox.claims import Claim, release
from connectors.inbox.drop_folder import Arrival, file_status, identity, scan
from connectors.inbox.source_folders import sources_by_folder
from connectors.workspace import Workspace
from data_contracts.contract import load_contracts

_Taken = tuple[str, int, int, int]  # path below the inbox, inode, mtime_ns, size_bytes
_Left = dict[_Taken, int]  # with ctime_ns, which no sender can set: it distinguishes the same file sent again


def waiting(workspace: Workspace) -> list[Arrival]:
    """The new arrivals in the inbox."""
    source_of = sources_by_folder(load_contracts(workspace.contracts))
    return not_taken(workspace, scan(workspace.inbox, source_of))


def due(workspace: Workspace, period: str) -> list[Arrival]:
    """The files that a run of `period` takes: those of this and earlier periods, and those without one."""
    return [a for a in waiting(workspace) if a.period is None or a.period <= period]


def not_taken(workspace: Workspace, arrivals: Iterable[Arrival]) -> list[Arrival]:
    """The new arrivals, without files that were taken but could not be removed."""
    left = _left(workspace)
    return [arrival for arrival in arrivals if _key(workspace, arrival) not in left]


def note(workspace: Workspace, claims: Iterable[Claim]) -> None:
    """List the files to remove once the run has published."""
    noted = [_key(workspace, claim.arrival) for claim in claims]
    _noted_path(workspace).write_text(json.dumps(noted), encoding="ascii")


def remove(workspace: Workspace) -> None:
    """Remove the listed files that have not been replaced; remember those that cannot be removed."""
    noted: set[_Taken] = {*_read(_noted_path(workspace))}
    taken = noted | _left(workspace).keys()
    for path, inode, mtime_ns, size_bytes in taken:
        release(workspace.inbox / path, inode, mtime_ns, size_bytes)
    if left := _still_there(workspace, taken):
        entries = [[*taken, ctime_ns] for taken, ctime_ns in left.items()]
        _left_path(workspace).write_text(json.dumps(entries), encoding="ascii")
    else:
        _left_path(workspace).unlink(missing_ok=True)


def _left(workspace: Workspace) -> _Left:
    """Files that earlier runs could not remove and that have not changed since."""
    noted = {entry[:4]: entry[4] for entry in _read(_left_path(workspace))}
    return {taken: ctime for taken, ctime in _still_there(workspace, noted).items() if noted[taken] == ctime}


def _still_there(workspace: Workspace, taken: Iterable[_Taken]) -> _Left:
    looks = ((entry, file_status(workspace.inbox / entry[0])) for entry in taken)
    return {entry: status.st_ctime_ns for entry, status in looks if status and identity(status) == entry[1:]}


def _key(workspace: Workspace, arrival: Arrival) -> _Taken:
    path = str(arrival.path.relative_to(workspace.inbox))
    return path, arrival.inode, arrival.mtime_ns, arrival.size_bytes


def _read(path: Path) -> list[tuple[Any, ...]]:
    return [*map(tuple, json.loads(path.read_text(encoding="ascii")))] if path.exists() else []


def _noted_path(workspace: Workspace) -> Path:
    return workspace.work / "taken.json"


def _left_path(workspace: Workspace) -> Path:
    return workspace.root / ".taken.json"
