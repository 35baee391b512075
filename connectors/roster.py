"""The roster of a period: which files are its snapshot, and the households and members in them."""

import duckdb
import polars as pl

from data_contracts.contract import Contract
from sql import count, frame, quoted, statement


def select_snapshot(con: duckdb.DuckDBPyConnection, source: str, period: str) -> None:
    """Make the temporary table `snapshot_files`: the files that are the snapshot of `source` for `period`."""
    con.execute("CREATE OR REPLACE TEMP TABLE snapshot_files (file_id INTEGER)")
    query = statement("roster/snapshot_files")
    con.execute(f"INSERT INTO snapshot_files {query}", {"source": source, "period": period})


def snapshot_keys(con: duckdb.DuckDBPyConnection, contract: Contract, column: str, period: str) -> pl.Series:
    """Distinct values of `column` in the snapshot of a source."""
    select_snapshot(con, contract.source, period)
    table, key = quoted(contract.source), quoted(column)
    query = f"SELECT DISTINCT {key} FROM accepted.{table} SEMI JOIN snapshot_files USING (file_id)"
    return frame(con, query).to_series()


def build_roster(con: duckdb.DuckDBPyConnection, contract: Contract, period: str) -> int:
    """Make `roster.<source>` from the snapshot, the later row of a key winning; return its rows.

    Which file is later follows `file_order`.
    """
    select_snapshot(con, contract.source, period)
    table, key = quoted(contract.source), ", ".join(quoted(part) for part in contract.key)
    con.execute(
        f"CREATE OR REPLACE TABLE roster.{table} AS SELECT r.* FROM accepted.{table} AS r "
        "SEMI JOIN snapshot_files USING (file_id) JOIN file_order AS o USING (file_id) "
        f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY o.position DESC, r.row_number DESC) = 1"
    )
    return count(con, f"SELECT count(*) FROM roster.{table}")
