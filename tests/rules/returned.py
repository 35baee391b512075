"""A warehouse with a list that was issued, and rows that came back, as `connectors.returned` inserts them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import md5
from typing import Any

import duckdb

from rules.declarations.model import Pack
from rules.ledger import rebuild
from sql.migrate import migrate

TOWNSHIP, VILLAGE = "东乡镇", "上村"
TABLES = ("findings", "ledger_events", "ledger", "measures", "duties", "lists_issued")

_ROSTER = "CREATE TABLE accepted.households (file_id INTEGER, household_id VARCHAR, risk_eliminated VARCHAR)"


@dataclass(frozen=True)
class Returned:
    """A row that came back: a form of a period's list for one household, and its blue cells."""

    form: str
    period: str
    household: str
    cells: Mapping[str, str]
    file: str
    row: int
    received_on: date = date(2023, 12, 31)
    item: str = ""


def make_warehouse() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    migrate(con)
    con.execute(_ROSTER)
    return con


def add_month(con: duckdb.DuckDBPyConnection, period: str, household: str, **columns: Any) -> None:
    """A month of a household; by default an ordinary one with labour capacity."""
    month = {"household_type": "一般农户", "has_labour": True, "members": 3, **columns}
    names = {"period": period, "household_id": household, "township": TOWNSHIP, "village": VILLAGE, **month}
    _insert(con, "household_months", names)


def add_alert(con: duckdb.DuckDBPyConnection, period: str, household: str, **columns: Any) -> None:
    """An alert of a period; by default a new one without measures."""
    alert = {
        "level": "orange",
        "target_class": "marginal",
        "causes": "income",
        "rules": "low_income",
        "state": "new",
        "first_period": period,
        "cites": "文件 第2条",
        "pack": "p",
        "pack_version": "1",
        "measures": "",
        **columns,
    }
    key = {"period": period, "household_id": household, "township": TOWNSHIP, "village": VILLAGE}
    _insert(con, "alerts", {**key, **alert})


def issue(con: duckdb.DuckDBPyConnection, period: str, household: str, day: date, **columns: Any) -> None:
    """A household on the lists of a period, issued on a day."""
    issued = {
        "township": TOWNSHIP,
        "issue": 1,
        "kind": "visit",
        "episode": period,
        "why": "new",
        "answered": False,
        "withdrawn": False,
        **columns,
    }
    key = {"period": period, "household_id": household, "issued_on": day}
    _insert(con, "lists_issued", {**key, **issued})


def give(con: duckdb.DuckDBPyConnection, row: Returned) -> None:
    """Add what came back to `returned.*`."""
    file_id = md5(row.file.encode()).hexdigest()[:12]
    known = con.execute("SELECT 1 FROM returned.received WHERE file_id = ?", [file_id]).fetchall()
    if not known:
        received = {"file_id": file_id, "name": row.file, "sha256": file_id, "received_on": row.received_on}
        _insert(con, "returned.received", {**received, "received_at": row.received_on})
    place = {"file_id": file_id, "sheet": row.form, "row_number": row.row}
    told = {"form": row.form, "period": row.period, "household_id": row.household, "item": row.item}
    _insert(con, "returned.rows", {**place, **told, "answered": True, "refused": False})
    for field, value in row.cells.items():
        _insert(con, "returned.entries", {**place, "field": field, "value": value})


def derived(con: duckdb.DuckDBPyConnection, pack: Pack, on: date) -> dict[str, list[tuple[Any, ...]]]:
    """Rebuild, and give every table that is derived, and the rows that the document forbids, in order."""
    rebuild(con, pack, on)
    names = (*TABLES, "forbidden_rows")
    return {name: con.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for name in names}


def _insert(con: duckdb.DuckDBPyConnection, table: str, row: Mapping[str, Any]) -> None:
    columns, places = ", ".join(row), ", ".join("?" * len(row))
    con.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", list(row.values()))
