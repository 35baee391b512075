"""What was taken back, kept aside so that it can be put back: the rows of a file, the results of a period."""

import duckdb

from connectors.warehouse.loading import ensure_table, table_of
from data_contracts.contract import Contract
from sql import count, quoted, statement

# Their `period` is not the published one: that of the files, or the one in which links began to differ.
_NOT_PUBLISHED = ("files", "contract_results", "link_changes")
_OF_RUNS = "main.runs"


def withdraw_rows(con: duckdb.DuckDBPyConnection, contract: Contract, file_id: int) -> None:
    """Move a file's rows out of the source's accepted rows."""
    rows, aside = table_of(contract), _aside(contract, file_id)
    con.execute(f"CREATE TABLE {aside} AS FROM {rows} WHERE file_id = $file_id", {"file_id": file_id})
    con.execute(f"DELETE FROM {rows} WHERE file_id = $file_id", {"file_id": file_id})


def restore_rows(con: duckdb.DuckDBPyConnection, contract: Contract, file_id: int) -> None:
    """Put a file's rows back; the table may have got columns since."""
    ensure_table(con, contract)
    aside = _aside(contract, file_id)
    con.execute(f"INSERT INTO {table_of(contract)} BY NAME FROM {aside}")
    con.execute(f"DROP TABLE {aside}")


def prune_rows(con: duckdb.DuckDBPyConnection) -> int:
    """Empty what was kept of withdrawn files past the county's retention; return how many rows that were.

    Args:
        con: the working copy, with `expired_files`.
    """
    names = [name for (name,) in con.execute(statement("withdrawn/expired")).fetchall()]
    return sum(count(con, f"DELETE FROM withdrawn_files.{quoted(name)}") for name in names)


def _aside(contract: Contract, file_id: int) -> str:
    return f"withdrawn_files.{quoted(f'{contract.source} {file_id}')}"


def withdraw_period(con: duckdb.DuckDBPyConnection, period: str) -> None:
    """Move everything published for a period out of the tables."""
    values = {"period": period}
    for table in _period_tables(con):
        con.execute(f"CREATE TABLE {_copy(table, period)} AS FROM {table} WHERE period = $period", values)
        con.execute(f"DELETE FROM {table} WHERE period = $period", values)


def restore_period(con: duckdb.DuckDBPyConnection, period: str) -> None:
    """Put back what `withdraw_period` took away."""
    kept = _kept(con, period)
    for table in _period_tables(con):
        if table in kept:
            con.execute(f"INSERT INTO {table} BY NAME FROM {_copy(table, period)}")
    forget_period(con, period)


def forget_period(con: duckdb.DuckDBPyConnection, period: str) -> None:
    """Drop what was withdrawn of a period, because it is published again."""
    for table in _kept(con, period):
        con.execute(f"DROP TABLE {_copy(table, period)}")


def withdrawn_periods(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The periods that were withdrawn and not run again since, oldest first."""
    names = (name.rpartition(" ") for name in _names(con))
    return sorted(period for table, _, period in names if table == _OF_RUNS)


def _kept(con: duckdb.DuckDBPyConnection, period: str) -> list[str]:
    names = (name.rpartition(" ") for name in _names(con))
    return [table for table, _, of_period in names if of_period == period]


def _names(con: duckdb.DuckDBPyConnection) -> list[str]:
    query = "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'withdrawn_months'"
    return [name for (name,) in con.execute(query).fetchall()]


def _copy(table: str, period: str) -> str:
    return f"withdrawn_months.{quoted(f'{table} {period}')}"


def _period_tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Tables of published periods, as `schema.table`."""
    found = con.execute(statement("withdrawn/period_tables"), {"others": list(_NOT_PUBLISHED)}).fetchall()
    return [table for (table,) in found]
