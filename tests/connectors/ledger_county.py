# ruff: noqa: E501 -- rows and statements read better whole
"""The county of `list_county` with what came back of its lists: facts of the ledger, put in by hand."""

from datetime import date
from itertools import count
from pathlib import Path

import duckdb
import openpyxl

from connectors.workbooks.lists import write_lists
from tests.connectors.list_county import PERIOD, TITLES

SOURCES = [
    ("health_insurance", "医保结算", "医疗保障局", False),
    ("education", "学生就读与资助", "教育局", False),
    ("incomes", "家庭收入", "扶贫办（乡村振兴局）", True),
    ("visits", "入户走访", "乡镇人民政府", True),
]
_rows = count(1)

Cells = list[dict[str, object]]


def with_departments(con: duckdb.DuckDBPyConnection, period: str = PERIOD) -> None:
    """Two departments that send extracts, and two sources of the county's own."""
    con.executemany(
        "INSERT INTO built.expected_sources VALUES (?, ?, ?, ?, NULL, ?)",
        [[period, *source] for source in SOURCES],
    )


def happened(
    con: duckdb.DuckDBPyConnection,
    household: str,
    kind: str,
    day: date,
    *,
    episode: str = "2021-05",
    status: str = "counts",
) -> None:
    """One event of the ledger."""
    number = next(_rows)
    con.execute(
        "INSERT INTO ledger_events VALUES (?, ?, ?, ?, ?, '闽委振兴组〔2021〕5号 第8条', ?, 'f', '监测对象', ?)",
        [f"e{number}", household, episode, kind, day, status, number],
    )


def stands(con: duckdb.DuckDBPyConnection, household: str, stage: str, **changed: object) -> None:
    """Where the matter of a household stands; `changed` replaces columns."""
    (township, village), = con.execute(
        "SELECT township, village FROM roster.households WHERE household_id = ?", [household]
    ).fetchall()  # fmt: skip
    row = {
        "household_id": household,
        "township": township,
        "village": village,
        "episode": "2021-05",
        "stage": stage,
        "stage_since": date(2021, 5, 20),
        "target_class": "sudden_severe",
        "next_step": None,
        "due_on": None,
        "cites": None,
        **changed,
    }
    con.execute("DELETE FROM ledger WHERE household_id = ?", [household])
    con.execute(
        f"INSERT INTO ledger ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values())
    )


def found(
    con: duckdb.DuckDBPyConnection,
    household: str,
    verdict: str,
    *,
    cause: str | None = None,
    remark: str = "",
) -> None:
    """The answer of a household to the question of its alert."""
    number = next(_rows)
    con.execute(
        "INSERT INTO findings VALUES (?, ?, '2021-05', '2021-05-20', ?, ?, NULL, 'in_force', 'f', '核查清单', ?)",
        ["2021-05", household, verdict, cause, number],
    )
    if remark:
        con.execute("INSERT INTO returned.entries VALUES ('f', '核查清单', ?, 'remark', ?)", [number, remark])


def written(con: duckdb.DuckDBPyConnection, folder: Path, period: str = PERIOD) -> dict[str, Path]:
    """Write all lists; every workbook by its path below `folder`."""
    write_lists(con, period, folder, area="350181", titles=TITLES)
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.xlsx"))}


def table(path: Path, sheet: str) -> Cells:
    """The rows of a sheet below its header, by the titles of their columns."""
    rows = [row for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True) if any(row)]
    at = next((n for n, row in enumerate(rows) if sum(cell is not None for cell in row) > 1), len(rows))
    return [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :] if len([*filter(None, row)]) > 1]
