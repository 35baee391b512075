"""What is unknown in a published period: for the whole county, and for how many households."""

from typing import Any

import duckdb

from sql import count, rows, statement
from sql.migrate import is_current


def county_gaps(con: duckdb.DuckDBPyConnection, period: str) -> list[dict[str, Any]]:
    """Rows of `county_gaps` (`source, months, rules, sentence`), those first for which a rule waits.

    Args:
        con: published warehouse; one of an older version has none.
        period: identification month.
    """
    return rows(con, statement("summary/county_gaps"), {"period": period}) if is_current(con) else []


def unjudged(con: duckdb.DuckDBPyConnection, period: str) -> int:
    """How many households have no open alert, but a rule that could not be decided."""
    return count(con, statement("summary/unjudged"), {"period": period})
