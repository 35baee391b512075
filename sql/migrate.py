"""Bring a warehouse to the newest numbered migration."""

from importlib.resources import files

import duckdb

from sql import count


def migrations() -> list[tuple[int, str]]:
    """Numbers and texts of `sql/migrations/NNNN_*.sql`, in order."""
    folder = files("sql").joinpath("migrations")
    scripts = [entry for entry in folder.iterdir() if entry.name.endswith(".sql")]
    return sorted((int(entry.name[:4]), entry.read_text(encoding="utf-8")) for entry in scripts)


def migrate(con: duckdb.DuckDBPyConnection) -> int:
    """Apply the migrations that the database lacks, each in one transaction; return how many.

    Raises:
        ValueError: if the warehouse is newer than this program.
    """
    con.execute("CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY)")
    reached = count(con, "SELECT coalesce(max(number), 0) FROM schema_migrations")
    known = migrations()
    if reached > known[-1][0]:
        raise ValueError("warehouse is newer than this program")
    pending = [(number, script) for number, script in known if number > reached]
    for number, script in pending:
        con.execute("BEGIN")
        con.execute(script)
        con.execute("INSERT INTO schema_migrations VALUES ($number)", {"number": number})
        con.execute("COMMIT")
    return len(pending)


def is_current(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether a published warehouse has every migration of this program."""
    return count(con, "SELECT max(number) FROM schema_migrations") == migrations()[-1][0]
