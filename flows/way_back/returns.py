"""Read the lists that came back, and derive what follows from them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from connectors.publishing.holding import held
from connectors.readers.limits import Limits
from connectors.returned import delivery, taking
from connectors.returned.folder import Collected, ReturnedFile, collect
from connectors.warehouse import database
from connectors.workspace import Workspace
from data_contracts.periods import today
from flows.answers.applied_pack import chosen_pack
from rules import ledger
from rules.declarations.pack import Pack
from sql import rows, statement


@dataclass(frozen=True)
class Returns:
    """What came of reading `returned/`.

    Attributes:
        files: rows of `returned_files` of the files that were there, by arrival.
        problems: rows of `returned_problems` of these.
        left: files that stay there for the next time (`name, reason`).
        receipts: folder of the receipts.
    """

    files: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    left: list[dict[str, str]] = field(default_factory=list)
    receipts: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)


def counts(result: Returns) -> dict[str, int]:
    """How many `files`, and of their rows `rows_taken`, `rows_unanswered` and `rows_refused`."""
    of_rows = ("rows_taken", "rows_unanswered", "rows_refused")
    return {"files": len(result.files)} | {name: sum(file[name] for file in result.files) for name in of_rows}


def returns(root: Path) -> Returns:
    """Read every complete file in `returned/`, publish what follows, archive the files, write receipts.

    Raises:
        WarehouseError: if nothing has been published yet.
        BusyError: if another run holds the workspace.
    """
    workspace = Workspace.open(root)
    with held(workspace):
        collected = collect(workspace)
        if collected.files:
            _publish(workspace, collected.files)
        return _result(workspace, collected)


def read_returned(root: Path) -> None:
    """Read what came back before a run, if lists were ever published; errors as of `returns`."""
    if Workspace.open(root).warehouse.exists():
        returns(root)


def _publish(workspace: Workspace, files: Sequence[ReturnedFile]) -> None:
    con = database.open_building(workspace)
    try:
        if take(con, workspace, files):
            database.publish(workspace, con)
    finally:
        con.close()
        database.discard_building(workspace)
    with database.open_published(workspace) as published:
        delivery.deliver(workspace, published)


def take(con: duckdb.DuckDBPyConnection, workspace: Workspace, files: Sequence[ReturnedFile]) -> int:
    """Take files that came back into the working copy, without publishing; return how many changed a table.

    Args:
        con: the working copy.
        workspace: held by this command or run; its `.work` lists what is to be delivered after publishing.
        files: from its `returned/`.
    """
    delivery.note(workspace, files)
    settings = workspace.settings
    limits = Limits(file_bytes=settings.max_file_mb << 20)
    county = taking.County(settings.area, today(), settings.passwords, limits)
    changed = taking.take(con, files, county)
    if changed:
        follow(con, chosen_pack(workspace, _last_period(con)))
    return changed


def follow(con: duckdb.DuckDBPyConnection, pack: Pack) -> None:
    """Derive what follows from all that was issued and came back."""
    ledger.rebuild(con, pack, today())
    taking.derive(con)


def _last_period(con: duckdb.DuckDBPyConnection) -> str:
    ((period,),) = con.execute("SELECT max(period) FROM runs").fetchall()
    return str(period)


def _result(workspace: Workspace, collected: Collected) -> Returns:
    left = [{"name": name, "reason": reason} for name, reason in sorted(collected.left.items())]
    names = {
        "names": [file.name for file in collected.files],
        "contents": [f.file_id for f in collected.files],
    }
    with database.open_published(workspace) as con:
        files = rows(con, statement("returned/files_by_name"), names)
        ids = {"file_ids": [file["file_id"] for file in files]}
        problems = rows(con, statement("returned/problems_of_files"), ids)
    return Returns(files, problems, left, str(workspace.folder("receipts") / "returned"))
