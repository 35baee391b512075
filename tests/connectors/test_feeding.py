"""Facts of the month from rows, as declared by feeds: the cases that no golden case covers."""

from datetime import date
from typing import Any

import duckdb
import pytest
from pydantic import TypeAdapter

from connectors.warehouse.feeding import create_month_facts, note_silent_measures
from data_contracts.contract import Contract
from rules.declarations.model import Operand
from rules.figures import declare, work_out
from sql import statement

PERSON = {
    name: {"title": name, "type": "text"} for name in ("name", "id_number", "birth_date", "sex", "address")
}


def contract(**feed: Any) -> Contract:
    columns = {**PERSON, "on_day": {"title": "日期", "type": "date", "not_blank": True}}
    columns |= {"state": {"title": "状态", "type": "text"}, "loss": {"title": "损失", "type": "money"}}
    written = {
        "source": "care",
        "title": "照料",
        "department": "民政局",
        "kind": "facts",
        "key": ["person", "on_day"],
        "person": True,
        "dated_by": "on_day",
        "cadence": {"months": [6], "due_day": 5, "cite": "本地口径"},
        "columns": columns,
        "feeds": [{"measure": "care", **feed}],
    }
    return TypeAdapter(Contract).validate_python(written)


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """A roster of H1 (with M1, of unknown age) and H2, and tables for rows of file 1 and their links."""
    con = duckdb.connect()
    con.execute("CREATE SCHEMA roster")
    con.execute(
        "CREATE TABLE roster.households AS SELECT * FROM (VALUES ('H1', 9, 1), ('H2', 9, 2)) AS h "
        "(household_id, file_id, row_number), (SELECT NULL::DECIMAL(14, 2) AS last_year_income_per_capita)"
    )
    con.execute(
        "CREATE TABLE roster.members AS "
        "SELECT 'H1' AS household_id, 'M1' AS member_id, 8 AS file_id, 1 AS row_number"
    )
    con.execute("CREATE TABLE member_birth_dates AS FROM roster.members, (SELECT NULL::DATE AS birth_date)")
    con.execute("CREATE TABLE file_order AS SELECT 1 AS file_id, 'care' AS source, 1 AS position")
    con.execute(
        "CREATE TABLE declared_links (person_key UBIGINT, status VARCHAR, household_id VARCHAR, "
        "member_id VARCHAR, stage VARCHAR, probability DOUBLE)"
    )
    con.execute(
        "CREATE TABLE current_care (file_id INTEGER, row_number INTEGER, person_key UBIGINT, "
        "birth_date DATE, on_day DATE, state VARCHAR, loss DECIMAL(14, 2))"
    )
    con.execute("CREATE VIEW counted_care AS FROM current_care")
    con.execute("CREATE SCHEMA linkage")
    con.execute("CREATE VIEW linkage.person_links AS SELECT DISTINCT * FROM declared_links")
    con.execute(
        "CREATE TABLE linkage.row_links (file_id INTEGER, row_number INTEGER, status VARCHAR, "
        "household_id VARCHAR, member_id VARCHAR, stage VARCHAR, probability DOUBLE)"
    )
    con.execute("CREATE TABLE covered_months (source VARCHAR, month DATE, in_window BOOLEAN)")
    con.execute(statement("months/windows"), {"period": "2021-06"})
    return con


def add_row(con: duckdb.DuckDBPyConnection, row: int, household: str | None, **changed: Any) -> None:
    """One row of the source; without a household it is in review. A `former` row has its own link."""
    status = "linked" if household else "review"
    cells = {
        "member": None,
        "person": row,
        "born": None,
        "on": date(2021, 5, 1),
        "state": "甲",
        "loss": None,
        "former": False,
    } | changed
    links, of = ("linkage.row_links", (1, row)) if cells["former"] else ("declared_links", (cells["person"],))
    values = [*of, status, household, cells["member"], "by_hand", None]
    con.execute(f"INSERT INTO {links} VALUES ({', '.join('?' * len(values))})", values)
    values = [row, *(cells[name] for name in ("person", "born", "on", "state", "loss"))]
    con.execute("INSERT INTO current_care VALUES (1, ?, ?, ?, ?, ?, ?)", values)


def facts(con: duckdb.DuckDBPyConnection, **feed: Any) -> list[tuple[Any, ...]]:
    note_silent_measures(con, [contract(**feed)])
    create_month_facts(con, [contract(**feed)])
    return con.execute(
        "SELECT household_id, row_number, in_window, amount FROM month_facts "
        "WHERE measure = 'care' ORDER BY ALL"
    ).fetchall()


def figure(con: duckdb.DuckDBPyConnection, kind: str, window: str | None = "12m") -> dict[str, Any]:
    declare(con, {"x": TypeAdapter(Operand).validate_python({
        "label": "甲", "unit": "是/否", "kind": kind, "of": {"measure": "care", "window": window},
        "sources": ["care"],
    })})  # fmt: skip
    work_out(con)
    return dict(con.execute("SELECT household_id, value FROM household_figures").fetchall())


@pytest.mark.parametrize("kind", ["flag", "count", "money"])
def test_an_unknown_age_leaves_the_figure_unknown_and_is_no_fact(
    con: duckdb.DuckDBPyConnection, kind: str
) -> None:
    add_row(con, 1, "H1", member="M1")
    assert facts(con, newest=True, ages=[60, 150]) == []
    assert figure(con, kind) == {"H1": None}


def test_one_certain_fact_is_enough_for_a_flag_but_not_for_a_count(con: duckdb.DuckDBPyConnection) -> None:
    add_row(con, 1, "H1", member="M1")
    add_row(con, 2, "H1", born=date(1950, 1, 1))
    assert facts(con, newest=True, ages=[60, 150]) == [("H1", 2, "12m", None)]
    assert figure(con, "flag") == {"H1": 1}
    assert figure(con, "count") == {"H1": None}


def test_only_linked_rows_in_the_windows_count(con: duckdb.DuckDBPyConnection) -> None:
    add_row(con, 1, None)
    add_row(con, 2, "H1", on=date(2019, 5, 31))
    add_row(con, 3, "H1", on=date(2019, 6, 1))
    add_row(con, 4, "H2", on=date(2020, 6, 1))
    add_row(con, 5, "H2", on=date(2021, 6, 1))
    assert facts(con) == [("H1", 3, "prev_12m", None), ("H2", 4, "12m", None)]
    assert figure(con, "count") == {"H2": 1}
    assert figure(con, "count", window=None) == {"H1": 1, "H2": 1}
    assert facts(con, months=3) == []
    assert figure(con, "count") == {}


def test_a_row_that_leaves_blank_what_is_asked_answers_nothing(con: duckdb.DuckDBPyConnection) -> None:
    add_row(con, 1, "H1", member="M1", person=1, on=date(2021, 3, 1))
    add_row(con, 2, "H1", member="M1", person=2, state=None)
    assert facts(con, newest=True, when={"state": ["甲"]}) == [("H1", 1, "12m", None)]


@pytest.mark.parametrize(("state", "covered"), [(None, False), ("乙", True)])
def test_only_an_answer_covers_the_window(
    con: duckdb.DuckDBPyConnection, state: str | None, covered: bool
) -> None:
    add_row(con, 1, "H1", state=state)
    con.execute("INSERT INTO covered_months VALUES ('care', '2021-05-01', true)")
    facts(con, newest=True, when={"state": ["甲"]})
    figure(con, "flag")
    assert con.execute("SELECT covered FROM figure_coverage").fetchall() == [(covered,)]


def test_a_blank_is_none_of_the_values_and_a_blank_amount_is_zero(con: duckdb.DuckDBPyConnection) -> None:
    add_row(con, 1, "H1", state=None, loss=5)
    add_row(con, 2, "H1", state="甲'", loss=None)
    assert facts(con, when={"state": ["甲'", "乙"]}, amount=["loss"]) == [("H1", 2, "12m", 0)]
    assert facts(con, amount=["-loss"], at_least_zero=True) == [("H1", 1, "12m", 0), ("H1", 2, "12m", 0)]
    assert facts(con, amount=["-loss"]) == [("H1", 1, "12m", -5), ("H1", 2, "12m", 0)]


def test_the_newest_row_on_a_person_is_asked_and_the_same_person_elsewhere_is_another(
    con: duckdb.DuckDBPyConnection,
) -> None:
    add_row(con, 1, "H1", person=7, state="乙", on=date(2021, 4, 1))
    add_row(con, 2, "H1", person=7, state="甲", on=date(2021, 3, 1))
    add_row(con, 3, "H2", person=7, state="甲", on=date(2021, 2, 1), former=True)
    assert facts(con, when={"state": ["甲"]}, newest=True) == [("H2", 3, "12m", None)]
    assert facts(con, when={"state": ["甲"]}) == [("H1", 2, "12m", None), ("H2", 3, "12m", None)]
