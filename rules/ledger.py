"""The ledger: what follows from the lists that were issued and from what came back of them (ledger.md).

All of it is derived anew from rows that are only ever added to, so that no order of arrival can show.
"""

from datetime import date, timedelta

import duckdb

from data_contracts.calendar.working_days import days_between
from rules.declarations.model import Pack
from rules.elimination import declare_monitored_types
from rules.procedure.tables import cited, declare_procedure
from sql import count, statement

_MARGIN = timedelta(days=31)  # beyond the longest time allowed: a holiday lasts at most nine days

_CLAIMED = "SELECT key FROM step_order SEMI JOIN step_claims USING (key) ORDER BY position"


def rebuild(con: duckdb.DuckDBPyConnection, pack: Pack, on: date) -> None:
    """Rewrite `findings`, `ledger_events`, `ledger`, `measures`, `duties` and `lists_issued.answered`.

    Rewrites `built.ledger_classes` and `built.ledger_differences`, too, and makes the temp tables of
    `declare_procedure` and `forbidden_rows` (`file_id, sheet, row_number, column_name, reason`): rows refused
    because the document forbids what they say.

    Args:
        con: a warehouse with `returned.*`, `lists_issued`, the published months, and `accepted.households`.
        pack: the pack in force.
        on: the day for which is told what is closed and what is due.
    """
    declare_procedure(con, pack)
    declare_monitored_types(con, pack)
    _count_days(con, pack, on)
    _judge_answers(con, pack)
    _walk(con)
    _derive(con, pack, on)


def _count_days(con: duckdb.DuckDBPyConnection, pack: Pack, on: date) -> None:
    ((first, last),) = con.execute(statement("ledger/span_of_days")).fetchall()
    steps = [step for _, step in pack.procedure.steps()] if pack.procedure else []
    times = [t for s in steps for t in (s.within_working_days, s.shortest_working_days) if t]
    times += [duty.within_working_days for duty in pack.calendar if duty.within_working_days]
    beyond = timedelta(days=2 * max(times, default=0)) + _MARGIN
    days = list(days_between(min(first or on, on) - timedelta(days=1), max(last or on, on) + beyond))
    names = ("days", "works", "published")
    values = {name: [day[place] for day in days] for place, name in enumerate(names)}
    con.execute(statement("ledger/working_days"), values)


def _judge_answers(con: duckdb.DuckDBPyConnection, pack: Pack) -> None:
    """Which rows the document permits, and which of the permitted answers are in force."""
    con.execute(statement("ledger/roster_changes"))
    con.execute(statement("ledger/answered_rows"))
    con.execute(statement("procedure/step_claims"))
    keys = [key for (key,) in con.execute(_CLAIMED).fetchall()]
    tracks = pack.procedure is not None and pack.procedure.tracks_without_labour is not None
    while _judge_steps(con, keys, tracks=tracks):
        pass  # a row that is refused permits no step of another one
    con.execute(statement("procedure/forbidden_rows"))
    con.execute(statement("ledger/findings"))
    con.execute(statement("ledger/issued_answers"))


def _judge_steps(con: duckdb.DuckDBPyConnection, keys: list[str], *, tracks: bool) -> bool:
    """Judge every step by those before it; whether a row was refused that was not before."""
    con.execute(statement("procedure/permitted_start"))
    for key in keys:
        con.execute(statement("procedure/judge_step"), {"key": key, "tracks": tracks})
        con.execute(statement("procedure/permit_step"), {"key": key})
    con.execute(statement("procedure/forbid"))
    return count(con, "SELECT count(*) FROM judged_claims WHERE fault IS NOT NULL") > 0


def _walk(con: duckdb.DuckDBPyConnection) -> None:
    """What happened, and how far each household's matter has come by it."""
    con.execute(statement("ledger/told_events"))
    con.execute(statement("ledger/matter_moves"))
    con.execute(statement("ledger/walk"))
    con.execute(statement("ledger/events"))


def _derive(con: duckdb.DuckDBPyConnection, pack: Pack, on: date) -> None:
    con.execute(statement("ledger/households_now"))
    con.execute(statement("ledger/classes"))
    con.execute(statement("ledger/differences"))
    con.execute(statement("procedure/list_limits"))
    con.execute(statement("procedure/limits"))
    con.execute("DELETE FROM ledger")
    con.execute(statement("ledger/ledger"), {"day": on})
    con.execute(statement("ledger/measures"))
    con.execute(statement("ledger/duty_units"), {"day": on})
    grace = pack.procedure.allowance_grace if pack.procedure else None
    values = {
        "grace_label": grace.label if grace else None,
        "grace_months": grace.months if grace else None,
        "grace_cites": cited(pack, grace.articles) if grace else None,
    }
    con.execute("DELETE FROM duties")
    con.execute(statement("ledger/duties"), {"day": on, **values})
