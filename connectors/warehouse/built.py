"""What the period that was built last was built from: `built.basis`."""

import duckdb

from sql import insert


def basis(con: duckdb.DuckDBPyConnection) -> tuple[str, ...] | None:
    """Period, digest of what decides which facts are the same, and of the rest; None if none holds."""
    found = con.execute("SELECT period, declared, state FROM built.basis").fetchall()
    return found[0] if len(found) == 1 else None


def note_basis(con: duckdb.DuckDBPyConnection, period: str, declared: str, state: str) -> None:
    """Note what a run has built from; it is published with the run's tables."""
    forget_basis(con)
    insert(con, "built.basis", [(period, declared, state)])


def forget_basis(con: duckdb.DuckDBPyConnection) -> None:
    """Let the next run work out everything."""
    con.execute("DELETE FROM built.basis")
