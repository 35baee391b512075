"""The days of public notices (公示), counted in working days."""

from datetime import date, timedelta

import duckdb

from connectors.workbooks.list_queries import day_title
from data_contracts.calendar.working_days import working_day_after
from sql import insert, statement

_ONE_DAY = timedelta(days=1)


def declare_notice_days(con: duckdb.DuckDBPyConnection, issued_on: date) -> None:
    """Make `open_notices`, and `notice_days` with first and last day of each notice in words.

    A notice that is not hung up yet is planned from the first working day after the lists go out. First and
    last day count.

    Args:
        con: warehouse with the ledger and the procedure.
        issued_on: day on which the period's lists go out.
    """
    con.execute(statement("notices/open_notices"))
    con.execute(
        "CREATE OR REPLACE TEMP TABLE notice_days "
        "(hung_up_on DATE, shortest_working_days INTEGER, starts_on VARCHAR, ends_on VARCHAR)"
    )
    spans = con.execute(statement("notices/spans")).fetchall()
    insert(con, "notice_days", [(hung, days, *_days(hung, days, issued_on)) for hung, days in spans])


def _days(hung_up_on: date | None, working_days: int | None, issued_on: date) -> tuple[str, str]:
    first = hung_up_on or working_day_after(issued_on, 1)
    last = working_day_after(first - _ONE_DAY, working_days or 1)
    return day_title(first), day_title(last)
