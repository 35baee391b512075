"""Which parameters the links were weighed with, and whether those in force have changed since."""

import duckdb

from sql import statement


def is_pending(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the parameters changed since links were weighed, so that all links must be made again."""
    return con.execute("SELECT digest FROM linkage.weighed_by").fetchall() != digest(con)


def note_weighed(con: duckdb.DuckDBPyConnection) -> None:
    """Record that all links are weighed with the parameters in force."""
    con.execute("DELETE FROM linkage.weighed_by")
    con.execute("INSERT INTO linkage.weighed_by VALUES ($digest)", {"digest": digest(con)[0][0]})


def digest(con: duckdb.DuckDBPyConnection) -> list[tuple[int]]:
    """One number for all estimates that links are weighed with."""
    return con.execute(statement("linkage/estimate/digest")).fetchall()
