"""Take an accepted file back as if it had never come, or put it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from connectors.publishing import delivery
from connectors.publishing.holding import held
from connectors.warehouse import built, database, loading, standing, withdrawn
from connectors.workspace import Workspace
from data_contracts.contract import Contract, load_contracts
from flows.facts.repeats import find_repeats
from flows.withdrawal.refusals import WithdrawalError, refuse_file, refuse_unknown
from sql import rows, statement

Row = dict[str, Any]


@contextmanager
def working_copy(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """The workspace locked, and a working copy of its database, discarded unless it was published."""
    with held(workspace):
        con = database.open_building(workspace)
        try:
            yield con
        finally:
            con.close()
            database.discard_building(workspace)


def withdraw(root: Path, file_id: int, *, undo: bool = False) -> Row:
    """Withdraw a file, or undo that; then write its receipt anew.

    Returns:
        `file_id, source, title, period, name, rows, undone`; `duplicates`: numbers of files with the same
        bytes, which stand and fall with it; `of_other_sources`: the same bytes as the extract of another
        source (`file_id, title`), which do not; `again`, `no_more`: numbers of other files that count now,
        or no longer do; `stale`: published periods to be run again.

    Raises:
        NotFoundError: if there is no such file.
        WithdrawalError: if its state does not allow it.
    """
    workspace = Workspace.open(root)
    contracts = load_contracts(workspace.contracts)
    with working_copy(workspace) as con:
        file = refuse_unknown(
            rows(con, statement("withdrawn/file"), {"file_id": file_id, "undo": undo}), file_id
        )
        refuse_file(file, undo=undo)
        contract = _contract(contracts, file)
        before = _superseded(con, contract)
        take_back(con, contract, file_id, undo=undo)
        after = _superseded(con, contract)
        result = {
            **{name: file[name] for name in ("file_id", "source", "period", "name", "duplicates")},
            "title": contract.title,
            "of_other_sources": [
                {"file_id": other["file_id"], "title": _contract(contracts, other).title}
                for other in file["of_other_sources"] or ()
            ],
            "rows": file["rows_accepted"],
            "undone": undo,
            "again": sorted(before - after - {file_id}),
            "no_more": sorted(after - before - {file_id}),
            "stale": published_from(con, file["period"]),
        }
        database.publish(workspace, con)
        with database.open_published(workspace) as published:
            delivery.write_receipts(workspace, published, [file_id], contracts)
    return result


def _contract(contracts: dict[str, Contract], file: Row) -> Contract:
    if file["source"] not in contracts:
        raise WithdrawalError(f"{file['file_id']} 号文件的数据来源已没有契约文件，请先恢复契约文件。")
    return contracts[file["source"]]


def take_back(con: duckdb.DuckDBPyConnection, contract: Contract, file_id: int, *, undo: bool) -> None:
    """Move a file's rows out of those that count, or back, and settle what stands for what now."""
    loading.ensure_table(con, contract)
    if undo:
        withdrawn.restore_rows(con, contract, file_id)
    else:
        withdrawn.withdraw_rows(con, contract, file_id)
    con.execute(statement("withdrawn/mark_file"), {"file_id": file_id, "undo": undo})
    if undo:  # files that came meanwhile have not met it
        standing.compare(con, contract, file_id)
        find_repeats(con, contract, file_id)
    standing.settle(con, contract)
    built.forget_basis(con)


def _superseded(con: duckdb.DuckDBPyConnection, contract: Contract) -> set[int]:
    found = con.execute(statement("withdrawn/statuses"), {"source": contract.source}).fetchall()
    return {file_id for (file_id,) in found}


def published_from(con: duckdb.DuckDBPyConnection, period: str) -> list[str]:
    """Published periods from `period` on, oldest first: they were built with what has changed."""
    query = "SELECT period FROM runs WHERE period >= $period ORDER BY period"
    return [found for (found,) in con.execute(query, {"period": period}).fetchall()]
