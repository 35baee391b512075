"""A warehouse in memory on which a file can be tried: what its taking needs of the published one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb

from connectors.warehouse import database, roster
from connectors.workspace import Workspace
from data_contracts.contract import Contract
from sql import count, quoted
from sql.migrate import migrate


@contextmanager
def open_scratch(
    workspace: Workspace, contracts: Mapping[str, Contract], period: str
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse in memory with the files and some accepted rows of the published one, if there is one.

    Of facts it has all rows, of snapshots those of `period`. Nothing is written to the workspace.

    Args:
        workspace: the county; it need not have published anything.
        contracts: of the sources whose rows are wanted.
        period: the snapshots' period.

    Raises:
        WarehouseError: if the published database is damaged.
    """
    with duckdb.connect() as con:
        migrate(con)
        if workspace.warehouse.exists():
            database.attach_published(con, workspace)
            con.execute("INSERT INTO files BY NAME FROM published.files")
            for contract in contracts.values():
                _copy_rows(con, contract, period)
            con.execute("DETACH published")
        yield con


def _copy_rows(con: duckdb.DuckDBPyConnection, contract: Contract, period: str) -> None:
    known = "FROM duckdb_tables() WHERE (database_name, schema_name) = ('published', 'accepted')"
    values = {"source": contract.source}
    if not count(con, f"SELECT count(*) {known} AND table_name = $source", values):
        return  # a source that is new since the last run
    table = f"accepted.{quoted(contract.source)}"
    query = f"CREATE TABLE {table} AS FROM published.{table}"
    if contract.kind == "snapshot":
        roster.select_snapshot(con, contract.source, period)
        query += " SEMI JOIN snapshot_files USING (file_id)"
    con.execute(query)
