"""Hand out the questions of a period: a list once handed out is only ever added to."""

from datetime import date, timedelta

import duckdb

from sql import count, rows, statement

GROWTH = 1.5
"""An amount that has grown to this multiple since a family answered is a reason to ask again (本地口径)."""


def issue(con: duckdb.DuckDBPyConnection, period: str, today: date) -> int:
    """Add what is asked and was not handed out yet to `lists_issued`; mark what is no longer alerted.

    Args:
        con: warehouse with the period's alerts and the findings so far, and the procedure of its pack.
        period: identification month, `2021-06`.
        today: of the run.

    Returns:
        Number of households added.
    """
    of_period = {"period": period}
    con.execute(statement("issued/note_procedure"))
    con.execute(statement("issued/given_answers"), of_period)
    con.execute(statement("issued/grown_amounts"), of_period | {"growth": GROWTH})
    con.execute(statement("issued/due_revisits"), of_period)
    con.execute(statement("issued/open_questions"), of_period)
    (known,) = rows(con, statement("issued/issues"), of_period)
    day = issue_day(today, known["last_arrival"], known["issued_on"])
    before = count(con, "SELECT count(*) FROM lists_issued")
    con.execute(statement("issued/issue"), of_period | {"issue": known["issues"] + 1, "issued_on": day})
    con.execute(statement("issued/withdraw"), of_period)
    return count(con, "SELECT count(*) FROM lists_issued") - before


def issue_day(today: date, last_arrival: date | None, before: date | None) -> date:
    """Day on which a list goes out: the day after the last file arrived (F7), but after the list before.

    Args:
        today: no list goes out later than it is made.
        last_arrival: day of the last file; None: no file has a day.
        before: day of the period's issue before; None: there is none.
    """
    day = min(today, last_arrival + timedelta(days=1)) if last_arrival else today
    return today if before is not None and day <= before else day
