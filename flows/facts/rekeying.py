"""The keys of facts that an older program loaded, worked out anew: it did not fold what is folded now."""

from pathlib import Path

import duckdb

from connectors.warehouse import loading
from data_contracts.contract import Contract
from flows.facts.identity import with_identity
from sql import frame, quoted


def bring_up_to_date(con: duckdb.DuckDBPyConnection, contract: Contract, folder: Path) -> None:
    """Make the source's table, and give its rows the keys of this version if they have those of an older one.

    Args:
        con: the working copy.
        contract: of the source.
        folder: for a copy of one file's rows at a time.
    """
    is_keyed = loading.is_keyed(con, contract)
    loading.ensure_table(con, contract)
    if contract.kind != "facts" or is_keyed:
        return
    table, columns = loading.table_of(contract), ", ".join(quoted(c.name) for c in contract.columns)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "older.parquet"
    for (file_id,) in con.execute(f"SELECT DISTINCT file_id FROM {table} ORDER BY file_id").fetchall():
        query = f"SELECT row_number, {columns} FROM {table} WHERE file_id = $file_id ORDER BY row_number"
        with_identity(frame(con, query, {"file_id": file_id}), contract).write_parquet(path)
        loading.rekey(con, contract, file_id, path)
    path.unlink(missing_ok=True)
