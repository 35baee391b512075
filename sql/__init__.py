"""Every SQL statement longer than a line, one relation per file; migrations of the warehouse.

Statements are found by name, `statement("months/household_months")` reads `sql/months/household_months.sql`.
Values are bound as parameters (`$name`); identifiers that come from a contract go through `quoted`.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    import polars as pl  # a sixth of a second, which commands that make no frame do not spend

Values = Mapping[str, Any]

_FOLDER = files(__name__)


@cache
def statement(name: str) -> str:
    """Text of `sql/<name>.sql`.

    Raises:
        FileNotFoundError: if no such statement exists.
    """
    return _FOLDER.joinpath(f"{name}.sql").read_text(encoding="utf-8")


def quoted(identifier: str) -> str:
    """`identifier` as a quoted SQL identifier, so that a contract can give a column any name."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """`text` as an SQL literal, for texts of a contract or pack inside a view or a filled statement."""
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def own_cursor(con: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """A second connection to the database of `con`, with temporary relations of its own."""
    ((database,),) = con.execute("SELECT current_database()").fetchall()
    with con.cursor() as own:
        own.execute(f"USE {quoted(database)}")  # an attached database is not the cursor's current one
        yield own


def frame(con: duckdb.DuckDBPyConnection, query: str, values: Values | None = None) -> "pl.DataFrame":
    """Result of `query` as a polars frame."""
    result: pl.DataFrame = con.sql(query, params=values).pl()
    return result


def rows(con: duckdb.DuckDBPyConnection, query: str, values: Values | None = None) -> list[dict[str, Any]]:
    """Result of `query`, one dictionary per row; for results that a person reads."""
    result = con.execute(query, values)
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert the few rows of a declaration by one statement, their values bound; none are no statement."""
    if rows:
        places = ", ".join(f"({', '.join('?' * len(row))})" for row in rows)
        con.execute(f"INSERT INTO {table} VALUES {places}", [value for row in rows for value in row])


def count(con: duckdb.DuckDBPyConnection, query: str, values: Values | None = None) -> int:
    """The single number that `query` returns."""
    ((number,),) = con.execute(query, values).fetchall()
    return int(number)
