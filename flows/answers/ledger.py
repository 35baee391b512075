"""The way back as an analyst asks for it: how far matters are, what is due, what became of one family."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from connectors.workspace import Workspace
from data_contracts.errors import UsageError
from data_contracts.periods import today
from flows.answers.published import NotFoundError, open_current
from sql import rows, statement

Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """Of what, and as of which day.

    Attributes:
        on: what is overdue is counted for this day.
        township: only this one; None for all.
    """

    on: date
    township: str | None = None

    @property
    def values(self) -> Row:
        """As parameters of statements."""
        return {"day": self.on, "township": self.township}


def asked(on: str | None = None, township: str | None = None) -> Asked:
    """What the options of a command ask for.

    Raises:
        UsageError: if `on` is no day.
    """
    try:
        return Asked(date.fromisoformat(on) if on else today(), township)
    except ValueError:
        raise UsageError("--on 应为日期，如 2021-08-31。") from None


def county(root: Path, question: Asked) -> Row:
    """How far all matters are.

    Returns:
        `on`, `township`; `stages` (`township, stage, label, households`); `due` (duties not done, by kind:
        `is_overdue, duty, who, duties, households, townships, departments, first_due_on, last_due_on,
        cites`), overdue ones and those of the coming three months; `conflicts` (`household_id, township, day,
        name, sheet, row_number, file_id`).

    Raises:
        NotFoundError: if there is no such township.
        WarehouseError: if nothing has been published yet, or only by an older version.
    """
    with open_current(Workspace.open(root)) as con:
        _check_township(con, question.township)
        return {
            "on": question.on,
            "township": question.township,
            "stages": rows(con, statement("matters/stages"), question.values),
            "due": rows(con, statement("matters/due_by_kind"), question.values),
            "conflicts": conflicts(con, question.township),
        }


def overdue(root: Path, question: Asked) -> Row:
    """Every overdue duty.

    Returns:
        `on`, `township`; `overdue`: rows of `duties`, the oldest first.

    Raises:
        NotFoundError: if there is no such township.
        WarehouseError: if nothing has been published yet, or only by an older version.
    """
    with open_current(Workspace.open(root)) as con:
        _check_township(con, question.township)
        found = rows(con, statement("matters/overdue"), question.values)
    return {"on": question.on, "township": question.township, "overdue": found}


def household(root: Path, household_id: str, question: Asked) -> Row:
    """All that became of one family.

    Returns:
        `on`, `household_id`; `matter`: its row of `ledger` with `stage_label`, `next_step_label` and `who`,
        None if none is open or was closed of late; `issued` (rows of `lists_issued`); `findings` and `events`
        with the `name` of the file, `sheet` and `row_number`; `measures`; `duties`; `conflicts`.

    Raises:
        NotFoundError: if the household was never on a list, and is not on the ledger.
        WarehouseError: if nothing has been published yet, or only by an older version.
    """
    of = {"household_id": household_id}
    with open_current(Workspace.open(root)) as con:
        found: Row = {
            "matter": next(iter(rows(con, statement("matters/matter"), of)), None),
            "issued": rows(con, statement("matters/issues"), of | {"period": None}),
            "findings": rows(con, statement("matters/findings"), of),
            "events": rows(con, statement("matters/events"), of),
            "measures": rows(con, statement("matters/measures"), of),
            "duties": rows(con, statement("matters/duties_of_household"), of),
            "conflicts": conflicts(con, household_id=household_id),
        }
    if not any(found.values()):
        raise NotFoundError("台账中没有这个户编号：没有下发过核查，也不是监测对象。请核对户编号。")
    return {"on": question.on, "household_id": household_id, **found}


def conflicts(
    con: duckdb.DuckDBPyConnection, township: str | None = None, household_id: str | None = None
) -> list[Row]:
    """Rows that contradict another one of the same day."""
    con.execute(statement("matters/open_conflicts"))
    values = {"township": township, "household_id": household_id}
    return rows(con, statement("matters/conflicts"), values)


def examples(root: Path, question: Asked) -> Row:
    """A household each of those worth looking at, by kind; none of a kind that there is not."""
    with open_current(Workspace.open(root)) as con:
        con.execute(statement("matters/open_conflicts"))
        found = rows(con, statement("matters/examples"), {"day": question.on})
    return {row["kind"]: row["household_id"] for row in found if row["household_id"]}


def _check_township(con: duckdb.DuckDBPyConnection, township: str | None) -> None:
    query = "SELECT DISTINCT township FROM household_months ORDER BY township"
    known = [name for (name,) in con.execute(query).fetchall()]
    if township is not None and township not in known:
        raise NotFoundError(f"名册中没有这个乡镇。有：{'、'.join(known)}。")
