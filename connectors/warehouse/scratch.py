"""A warehouse in memory on which a file can be tried: what its taking needs of the published one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb

from connectors.warehouse import database, roster
from connectors.workspace import Workspace
from data_contracts.contract import Contract
from sql import count, quoted
from sql.migrate import migrate

_OF_FILES = ("main.files", "received.resent_files", "received.repeated_rows")


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
            for table in _OF_FILES:
                _copy_whole(con, table)
            for contract in contracts.values():
                _copy_rows(con, contract, period)
            con.execute("DETACH published")
        yield con


def _copy_whole(con: duckdb.DuckDBPyConnection, table: str) -> None:
    if _is_published(con, table):
        con.execute(f"INSERT INTO {table} BY NAME FROM published.{table}")


def _is_published(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether the published database has a table: an older program, or older contracts, lack some."""
    schema, name = table.split(".")
    query = "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'published'"
    values = {"schema": schema, "name": name}
    return count(con, f"{query} AND schema_name = $schema AND table_name = $name", values) > 0


def _copy_rows(con: duckdb.DuckDBPyConnection, contract: Contract, period: str) -> None:
    if not _is_published(con, f"accepted.{contract.source}"):
        return
    table = f"accepted.{quoted(contract.source)}"
    query = f"CREATE TABLE {table} AS FROM published.{table}"
    if contract.kind == "snapshot":
        roster.select_snapshot(con, contract.source, period)
        query += " SEMI JOIN snapshot_files USING (file_id)"
    con.execute(query)
