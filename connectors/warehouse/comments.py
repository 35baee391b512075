"""Comments in the database: what each published table and column means, in Chinese."""

from collections.abc import Iterable

import duckdb

from data_contracts.published_tables import PublishedTable
from sql import literal, quoted, statement


def write_comments(con: duckdb.DuckDBPyConnection, tables: Iterable[PublishedTable]) -> None:
    """Comment on the public tables and views and their columns; a comment that is right already stays.

    Args:
        con: the working copy.
        tables: the declared ones; those that the database does not have are skipped.
    """
    declared = {table.name: table for table in tables}
    for kind, name, column, comment in con.execute(statement("views/commented")).fetchall():
        wanted = _comment(declared.get(name), column)
        if wanted is not None and wanted != comment:
            target = f"main.{quoted(name)}" + (f".{quoted(column)}" if column else "")
            con.execute(f"COMMENT ON {kind} {target} IS {literal(wanted)}")  # COMMENT takes no bound values


def _comment(table: PublishedTable | None, column: str | None) -> str | None:
    """The declared comment on a table, or on one of its columns; None if none is declared."""
    if table is None:
        return None
    if column is None:
        return table.comment
    return table.by_name[column].comment if column in table.by_name else None
