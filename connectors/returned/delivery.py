"""After publishing: lists that came back go to the archive, receipts go out, `returned/` is cleared.

Every step can be repeated: the next command finishes what one that died left in `.work`.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from connectors import moving
from connectors.inbox.claims import release
from connectors.returned.folder import EXTENSIONS, ReturnedFile
from connectors.returned.receipts import write_receipts
from connectors.warehouse import database
from connectors.workspace import Workspace
from sql import rows, statement
from sql.migrate import is_current

_NOTED = "returned.json"


def note(workspace: Workspace, files: Sequence[ReturnedFile]) -> None:
    """List in `.work` what is to be delivered once the database is published."""
    noted = [
        {
            "content": file.file_id,
            "name": file.name,
            "copy": file.claim.path.name,
            "path": str(file.claim.arrival.path.relative_to(workspace.returned)),
            "inode": file.claim.arrival.inode,
            "mtime_ns": file.claim.arrival.mtime_ns,
            "size_bytes": file.claim.arrival.size_bytes,
        }
        for file in files
    ]
    (workspace.work / _NOTED).write_text(json.dumps(noted), encoding="ascii")


def deliver(workspace: Workspace, con: duckdb.DuckDBPyConnection) -> None:
    """Deliver the files listed in `.work`, which the published database `con` knows."""
    _deliver(workspace, con, _noted(workspace))
    (workspace.work / _NOTED).unlink(missing_ok=True)


def finish(workspace: Workspace) -> None:
    """Deliver what a command that died after it published had listed.

    A file that was refused whole stays in `returned/`: whether this reading of it was published cannot be
    seen, and reading it once more does no harm.
    """
    if not (workspace.work / _NOTED).exists() or not workspace.warehouse.exists():
        return
    with database.open_published(workspace) as con:
        if is_current(con):
            known = {
                row["file_id"]
                for row in rows(con, statement("returned/known_contents"))
                if not row["refused"]
            }
            _deliver(workspace, con, [file for file in _noted(workspace) if file["content"] in known])


def _noted(workspace: Workspace) -> list[dict[str, Any]]:
    try:
        noted: list[dict[str, Any]] = json.loads((workspace.work / _NOTED).read_text(encoding="ascii"))
    except (OSError, ValueError):  # nothing was taken, or the command died while it wrote the list
        return []
    return noted


def _deliver(workspace: Workspace, con: duckdb.DuckDBPyConnection, noted: Sequence[dict[str, Any]]) -> None:
    published = {
        (row["content"], row["name"]): row for row in rows(con, statement("returned/published_names"))
    }
    known = [(file, published[file["content"], file["name"]]) for file in noted if _key(file) in published]
    for file, state in known:
        _store(workspace, workspace.work / "returned" / file["copy"], state)
    _write_receipts(workspace, con, [state["file_id"] for _, state in known])
    for file, _ in known:
        release(workspace.returned / file["path"], file["inode"], file["mtime_ns"], file["size_bytes"])


def _key(file: dict[str, Any]) -> tuple[str, str]:
    return file["content"], file["name"]


def _store(workspace: Workspace, copy: Path, state: dict[str, Any]) -> None:
    """Put the bytes that were read where they stay, read-only; those of a duplicate are there already."""
    if state["status"] == "duplicate" or not copy.exists():
        return
    room = "archive" if state["status"] == "accepted" else "quarantine"
    folder = workspace.folder(room) / "returned" / (state["period"] or "_")
    copy.chmod(0o440)
    moving.put(copy, folder / moving.stored_name(state["file_id"], state["name"], EXTENSIONS))


def _write_receipts(workspace: Workspace, con: duckdb.DuckDBPyConnection, file_ids: Sequence[str]) -> None:
    staging = workspace.work / "receipts_returned"
    write_receipts(con, file_ids, staging)
    moving.put_all(staging, workspace.folder("receipts"))
