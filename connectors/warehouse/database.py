"""The published database: a lock, a working copy beside it, and one atomic replace."""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from connectors.warehouse.compaction import attach_unlogged, compact
from connectors.warehouse.other_programs import is_being_written, refuse_writers, set_logs_aside, talk
from connectors.workspace import Workspace
from data_contracts.errors import FangfanpinError
from sql import literal
from sql.migrate import migrate


class BusyError(FangfanpinError):
    """Another run holds the workspace."""

    code = "busy"


class WarehouseError(FangfanpinError):
    """The published database cannot be used."""

    code = "warehouse"


@contextmanager
def locked(workspace: Workspace) -> Iterator[None]:
    """Lock the workspace for one run; the system releases the lock when the process ends, however it ends.

    Raises:
        BusyError: if another run holds it.
    """
    with (workspace.root / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError("另一次运行正在进行，请等它结束后再试。") from error
        yield


def building_path(workspace: Workspace) -> Path:
    """The working copy: beside the published file, so that the replace stays on one file system."""
    return workspace.root / ".warehouse.building.duckdb"


def compacted_path(workspace: Workspace) -> Path:
    """Where the working copy is written anew before it is published."""
    return workspace.root / ".warehouse.compacted.duckdb"


def open_building(workspace: Workspace) -> duckdb.DuckDBPyConnection:
    """A fresh working copy of the published database, migrated and bounded in memory.

    Raises:
        InUseError: if another program has the published database open for writing.
        WarehouseError: if it is damaged, or a newer program made it.
    """
    path = building_path(workspace)
    discard_building(workspace)
    if workspace.warehouse.exists():
        _free_from_others(workspace)
        shutil.copyfile(workspace.warehouse, path)
    with _errors_in_chinese():
        con = connect_unlogged(path, _config(workspace))
    try:
        migrate(con)
    except ValueError as error:
        raise WarehouseError("数据库由更新版本的程序建立，请升级程序后再运行。") from error
    return con


def connect_unlogged(path: Path, config: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
    """Open the database at `path` without a log, for work that is published whole or thrown away.

    A run that dies keeps nothing of its copy, so one checkpoint at the end is enough.
    """
    con = duckdb.connect(config=dict(config))
    try:
        attach_unlogged(con, path, "warehouse")
        con.execute("USE warehouse")
        con.execute("SET checkpoint_threshold = '1TB'")
    except duckdb.Error:
        con.close()
        raise
    return con


def discard_building(workspace: Workspace) -> None:
    """Remove the working copy that a run left when it died; versions before 0.4 left a log too."""
    for path in (building_path(workspace), compacted_path(workspace)):
        for leftover in (path, path.with_name(path.name + ".wal")):
            leftover.unlink(missing_ok=True)


def open_published(workspace: Workspace) -> duckdb.DuckDBPyConnection:
    """The published database, read-only.

    Raises:
        InUseError: if another program has it open for writing.
        WarehouseError: if nothing has been published yet, or the file is damaged.
    """
    if not workspace.warehouse.exists():
        raise WarehouseError("还没有运行结果，请先执行 fangfanpin run。")
    _free_from_others(workspace)
    with _errors_in_chinese():
        return duckdb.connect(workspace.warehouse, read_only=True, config=_config(workspace))


def attach_published(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """Attach the published database to `con` as `published`, read-only.

    Raises:
        InUseError: if another program has it open for writing.
        WarehouseError: if the file is damaged.
    """
    _free_from_others(workspace)
    with _errors_in_chinese():
        con.execute(f"ATTACH {literal(str(workspace.warehouse))} AS published (READ_ONLY)")


def _free_from_others(workspace: Workspace) -> None:
    refuse_writers(workspace.warehouse)
    set_logs_aside(workspace.warehouse)


def _config(workspace: Workspace) -> dict[str, Any]:
    # Spill files hold personal data: they stay in the run's own folder, which the run removes.
    return {
        "memory_limit": workspace.settings.memory_limit,
        "temp_directory": str(workspace.work / "spill"),
        "preserve_insertion_order": False,
    }


@contextmanager
def _errors_in_chinese() -> Iterator[None]:
    try:
        yield
    except (duckdb.IOException, duckdb.SerializationException, duckdb.InternalException) as error:
        raise WarehouseError("数据库 warehouse.duckdb 无法打开，请从备份恢复或联系维护人员。") from error


def publish(workspace: Workspace, con: duckdb.DuckDBPyConnection) -> None:
    """Replace the published database with the working copy behind `con`, atomically and durably.

    Another program that has opened the old one for writing meanwhile keeps the old one, which is gone
    when it ends; a month's work is not given up for it.
    """
    path, compacted = building_path(workspace), compacted_path(workspace)
    con.execute("CHECKPOINT")
    compact(con, compacted)
    con.close()
    if compacted.exists():
        compacted.replace(path)
    _sync(path)
    if is_being_written(workspace.warehouse):
        talk.warning(
            "有程序正打开旧的数据库并可写入，它写入的内容不会保留。请关闭它，再以只读方式打开新的数据库。"
        )
    set_logs_aside(workspace.warehouse)  # beside the new file it would make both unreadable
    path.replace(workspace.warehouse)
    _sync(workspace.root)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
