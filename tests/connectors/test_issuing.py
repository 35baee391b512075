# ruff: noqa: E501 -- statements read better whole
"""What is handed out, when a family is asked again, and what becomes of a list of which the period is run again."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from openpyxl import load_workbook

from connectors.publishing.issuing import issue, issue_day
from connectors.workbooks.lists import list_path, write_lists
from tests.connectors.list_county import PERIOD, county

FIRST, LATER = date(2021, 6, 4), date(2021, 6, 18)
ONE = "350181000000"  # red, new


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    return county(6, ("仙龙镇",))


def answered(con: duckdb.DuckDBPyConnection, household: str, period: str = "2021-05") -> None:
    """The household said in May that its alert, which was the same then, is true."""
    con.execute(
        "INSERT INTO findings VALUES (?, ?, '2021-05', '2021-05-20', 'confirmed', NULL, 'observe', 'in_force', "
        "'f', '核查清单', 9)",
        [period, household],
    )
    con.execute(
        "INSERT INTO alerts SELECT * REPLACE ('2021-05' AS period) FROM alerts WHERE household_id = ? AND period = ?",
        [household, PERIOD],
    )
    con.execute(
        "INSERT INTO alert_evidence SELECT * REPLACE ('2021-05' AS period) FROM alert_evidence "
        "WHERE household_id = ? AND period = ?",
        [household, PERIOD],
    )


def asked(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    issue(con, PERIOD, FIRST)
    return dict(
        con.execute("SELECT household_id, why FROM lists_issued WHERE period = ?", [PERIOD]).fetchall()
    )


def test_everybody_with_an_alert_is_asked_once(con: duckdb.DuckDBPyConnection) -> None:
    why = asked(con)
    assert len(why) == 6 and why[ONE] == "new"
    assert set(why.values()) == {"new", "worse", "unanswered", "lost_data"}
    assert con.execute("SELECT DISTINCT issue, issued_on, kind FROM lists_issued").fetchall() == [
        (1, FIRST, "visit")
    ]
    assert issue(con, PERIOD, LATER) == 0


def test_who_answered_is_not_asked_again(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    answered(con, ONE)
    assert ONE not in asked(con)
    write_lists(con, PERIOD, tmp_path, area="350181")
    book = load_workbook(list_path(tmp_path, PERIOD, "仙龙镇"))
    rows = [row for row in book["已核查"].iter_rows(values_only=True) if row[3] == ONE]
    assert rows == [(1, "红", "太平村", ONE, "王小明", "2021-05", "2021-05-20", "属实", None, "持续观察")]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("UPDATE alerts SET level = 'orange' WHERE period = '2021-05'", "level"),
        ("UPDATE alerts SET rules = 'income_drop,expense_spike' WHERE period = '2021-05'", "rule"),
        (
            "UPDATE alert_evidence SET value = 40000 WHERE period = '2021-05' AND operand LIKE 'rigid%'",
            "amount",
        ),
        ("UPDATE procedure_revisits SET every = 'month', rules = ['income_drop']", "revisit"),
    ],
)
def test_who_answered_is_asked_again_for_a_reason(
    con: duckdb.DuckDBPyConnection, change: str, why: str
) -> None:
    con.execute("UPDATE alert_evidence SET line = 50000, margin = value - 50000 WHERE operand LIKE 'rigid%'")
    con.execute("UPDATE alert_evidence SET line = 1, margin = value - 1 WHERE operand LIKE 'rigid%'")
    answered(con, ONE)
    con.execute(change)
    assert asked(con)[ONE] == why


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE alerts SET level = 'red' WHERE period = '2021-05'",
        "UPDATE alert_evidence SET value = 41000 WHERE period = '2021-05' AND operand LIKE 'rigid%'",
        "UPDATE alert_evidence SET value = 100 WHERE period = '2021-05' AND operand LIKE 'income%'",
        "UPDATE procedure_revisits SET every = 'month'",
    ],
)
def test_what_is_no_reason_asks_nobody(con: duckdb.DuckDBPyConnection, change: str) -> None:
    con.execute("UPDATE alert_evidence SET line = 1, margin = value - 1 WHERE operand LIKE 'rigid%'")
    answered(con, ONE)
    con.execute(change)
    assert ONE not in asked(con)


@pytest.mark.parametrize(
    ("column", "value"), [("verdict", "unverifiable"), ("status", "withdrawn"), ("status", "conflict")]
)
def test_no_answer_keeps_the_question_open(con: duckdb.DuckDBPyConnection, column: str, value: str) -> None:
    answered(con, ONE)
    con.execute(f"UPDATE findings SET {column} = ?", [value])
    assert ONE in asked(con)


def test_a_supplement_has_its_own_day_and_changes_nothing_issued(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    con.execute("UPDATE alerts SET state = 'cleared' WHERE household_id IN (?, '350181000001')", [ONE])
    asked(con)
    con.execute("UPDATE alerts SET state = 'new' WHERE household_id = ?", [ONE])
    con.execute("UPDATE alerts SET state = 'cleared' WHERE household_id = '350181000002'")
    con.execute("UPDATE files SET received_at = '2021-06-17'")
    assert issue(con, PERIOD, LATER) == 1
    listed = con.execute(
        "SELECT household_id, issue, issued_on, withdrawn FROM lists_issued ORDER BY ALL"
    ).fetchall()
    assert (ONE, 2, LATER, False) in listed
    assert ("350181000002", 1, FIRST, True) in listed
    write_lists(con, PERIOD, tmp_path, area="350181")
    rows = list(load_workbook(list_path(tmp_path, PERIOD, "仙龙镇"))["核查清单"].iter_rows(values_only=True))
    marks = {row[4]: row[3] for row in rows if str(row[4]).startswith("3501")}
    marks = {row[5]: row[3] for row in rows if str(row[5]).startswith("3501")} or marks
    assert marks[ONE] == "补充" and marks["350181000002"] == "撤回"
    text = "".join(str(row[0]) for row in rows)
    assert "下发日期：2021年6月4日；补充 2021年6月18日" in text
    assert "乡镇初审：2021年6月11日 前" in text and "补充的户　乡镇初审：2021年6月25日 前" in text


def test_what_was_handed_out_is_remembered_as_it_was(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    asked(con)
    write_lists(con, PERIOD, tmp_path / "1", area="350181")
    query = "FROM returned.issued ORDER BY ALL"
    before = con.execute(query).fetchall()
    assert (PERIOD, ONE, "v", "visit", "仙龙镇", "2021-05", FIRST, "王小明") in before
    con.execute("UPDATE roster.households SET head_name = '另一人'")
    write_lists(con, PERIOD, tmp_path / "2", area="350181")
    assert con.execute(query).fetchall() == before


@pytest.mark.parametrize(
    ("today", "arrived", "before", "day"),
    [
        (date(2021, 6, 20), date(2021, 6, 3), None, date(2021, 6, 4)),  # the day after the last file, F7
        (date(2021, 6, 3), date(2021, 6, 3), None, date(2021, 6, 3)),  # not before it is made
        (date(2021, 6, 3), None, None, date(2021, 6, 3)),
        (date(2021, 6, 20), date(2021, 6, 10), date(2021, 6, 4), date(2021, 6, 11)),
        (
            date(2021, 6, 20),
            date(2021, 6, 3),
            date(2021, 6, 4),
            date(2021, 6, 20),
        ),  # no new file, but a new list
    ],
)
def test_the_day_of_a_list(today: date, arrived: date | None, before: date | None, day: date) -> None:
    assert issue_day(today, arrived, before) == day
