"""The roster of a period: which files are its snapshot, the households and members in them, and who left."""

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


def build_roster(con: duckdb.DuckDBPyConnection, contract: Contract, period: str) -> None:
    """Make the view `roster.<source>` of the snapshot's accepted rows, of each key the latest.

    The order of files is that of `file_order`. Nothing is copied: a snapshot has a million rows each month.
    Its files are noted in `roster.snapshots`; as long as they stay the same, repeated keys are not searched
    for again.
    """
    select_snapshot(con, contract.source, period)
    table, view = f"accepted.{quoted(contract.source)}", f"roster.{quoted(contract.source)}"
    replaced = f"roster.{quoted(contract.source + '_replaced')}"
    source = {"source": contract.source}
    values = source | {"key": ", ".join(contract.key)}
    if not count(con, statement("roster/is_unchanged"), values):
        con.execute(f"CREATE OR REPLACE TABLE {replaced} AS {_replaced(table, contract.key)}")
        con.execute("DELETE FROM roster.snapshots WHERE source = $source", source)
        con.execute(statement("roster/note_snapshot"), values)
    files = con.execute("SELECT coalesce(list(file_id ORDER BY file_id), []) FROM snapshot_files").fetchall()
    listed = ", ".join(map(str, files[0][0])) or "NULL"
    con.execute(
        f"CREATE OR REPLACE VIEW {view} AS SELECT r.* FROM {table} AS r "
        f"ANTI JOIN {replaced} USING (file_id, row_number) WHERE r.file_id IN ({listed})"
    )


def find_former_members(con: duckdb.DuckDBPyConnection, period: str) -> None:
    """Make the view `former_members` (household_id, member_id, name, id_number, last_period).

    Usually only the snapshots are read that no earlier run has read, mostly the one before this. If earlier
    readings no longer hold (a roster was corrected, or sent late for an earlier period), all snapshots that
    can still count are read again.

    Args:
        con: warehouse with the views made by `build_roster`, and `windows`.
        period: the run's.
    """
    con.execute(statement("roster/left_expired"))
    con.execute(statement("roster/earlier_snapshots"), {"period": period})
    con.execute(statement("roster/unread_snapshots"))
    if not count(con, statement("roster/left_is_unchanged")):
        if not count(con, statement("roster/left_holds")):
            con.execute(statement("roster/left_forgotten"))
        con.execute(statement("roster/left_numbers"))
        con.execute(statement("roster/left_members"))
    con.execute(statement("roster/former_members"))


def _replaced(table: str, key: tuple[str, ...]) -> str:
    """Rows of the snapshot that a later row of the same key replaces; only keys sent twice are sorted."""
    columns = ", ".join(quoted(part) for part in key)
    return (
        f"WITH sent AS (SELECT {columns}, file_id, row_number FROM {table} "
        "SEMI JOIN snapshot_files USING (file_id)), "
        f"twice AS (SELECT hash({columns}) AS digest FROM sent GROUP BY digest HAVING count(*) > 1) "
        "SELECT file_id, row_number FROM sent JOIN file_order USING (file_id) "
        f"WHERE hash({columns}) IN (FROM twice) "
        f"QUALIFY row_number() OVER (PARTITION BY {columns} ORDER BY position DESC, row_number DESC) > 1"
    )
