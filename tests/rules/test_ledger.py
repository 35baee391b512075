"""What follows from answers besides the walks: findings, answered lists, measures, classes, duties."""

from dataclasses import replace
from datetime import date
from typing import Any

import duckdb
import pytest

from rules import elimination
from rules.declarations.pack import parameters
from rules.ledger import rebuild
from sql import statement
from tests.rules.returned import Returned, add_alert, add_month, give, issue, make_warehouse
from tests.rules.warehouse import PACKS, run_month
from tests.rules.warehouse import make_warehouse as judged_warehouse

PACK = PACKS["fujian-2021"]
PERIOD, HOUSEHOLD = "2021-06", "3501810001"
ISSUED = date(2021, 6, 18)
TODAY = date(2021, 8, 2)
ENTRY = {
    "undertaking_on": "2021-06-25",
    "assembly_on": "2021-06-28",
    "notice_starts_on": "2021-06-29",
    "notice_ends_on": "2021-07-05",
}


def warehouse(**alert: Any) -> duckdb.DuckDBPyConnection:
    con = make_warehouse()
    add_month(con, PERIOD, HOUSEHOLD)
    add_alert(con, PERIOD, HOUSEHOLD, **alert)
    issue(con, PERIOD, HOUSEHOLD, ISSUED)
    return con


def answer(con: duckdb.DuckDBPyConnection, number: int, day: str, verdict: str, **cells: str) -> None:
    told = {"verified_on": day, "verdict": verdict, **cells}
    give(con, Returned("visit", PERIOD, HOUSEHOLD, told, f"book {number}", number))


def confirm(con: duckdb.DuckDBPyConnection) -> None:
    """The whole entry up to the county's confirmation of 7 July."""
    answer(con, 1, "2021-06-24", "confirmed", proposal="monitor")
    give(con, Returned("monitoring", PERIOD, HOUSEHOLD, ENTRY, "book 2", 2))
    county = {"confirmed": "agree", "confirmed_on": "2021-07-07"}
    give(con, Returned("county", PERIOD, HOUSEHOLD, county, "book 3", 3))


@pytest.mark.parametrize(
    ("answers", "statuses", "in_force"),
    [
        ([("2021-06-24", "confirmed"), ("2021-06-25", "refuted")], ["replaced", "in_force"], "refuted"),
        ([("2021-06-25", "refuted"), ("2021-06-24", "confirmed")], ["in_force", "replaced"], "refuted"),
        ([("2021-06-24", "confirmed"), ("2021-06-24", "refuted")], ["conflict", "conflict"], None),
        (
            [("2021-06-23", "partly"), ("2021-06-24", "confirmed"), ("2021-06-24", "refuted")],
            ["in_force", "conflict", "conflict"],
            "partly",
        ),
        ([("2021-06-24", "confirmed"), ("2021-06-24", "withdrawn")], ["withdrawn"], None),
        ([("2021-06-25", "confirmed"), ("2021-06-24", "withdrawn")], ["in_force"], "confirmed"),
        ([("2021-06-24", "unverifiable")], ["in_force"], "unverifiable"),
    ],
)
def test_findings(answers: list[tuple[str, str]], statuses: list[str], in_force: str | None) -> None:
    con = warehouse()
    for number, (day, verdict) in enumerate(answers, 1):
        answer(con, number, day, verdict)
    rebuild(con, PACK, TODAY)
    assert sorted_by_row(con, "SELECT status FROM findings") == statuses
    found = con.execute("SELECT verdict FROM findings WHERE status = 'in_force'").fetchall()
    assert found == ([(in_force,)] if in_force else [])
    answered = con.execute("SELECT answered FROM lists_issued").fetchall()
    assert answered == [(in_force in ("confirmed", "partly", "refuted"),)]


def sorted_by_row(con: duckdb.DuckDBPyConnection, query: str) -> list[Any]:
    return [value for (value,) in con.execute(f"{query} ORDER BY row_number").fetchall()]


def test_a_blank_does_not_erase_what_was_answered_before() -> None:
    con = warehouse()
    answer(con, 1, "2021-06-24", "confirmed", proposal="monitor", cause="住院")
    answer(con, 2, "2021-06-26", "confirmed")
    rebuild(con, PACK, TODAY)
    query = "SELECT verified_on, cause, proposal FROM findings WHERE status = 'in_force'"
    assert con.execute(query).fetchall() == [(date(2021, 6, 26), "住院", "monitor")]
    assert con.execute("SELECT stage FROM ledger").fetchall() == [("proposed",)]


def test_steps_stay_when_the_same_verdict_comes_again_later() -> None:
    con = warehouse()
    confirm(con)
    answer(con, 9, "2021-07-20", "confirmed")
    rebuild(con, PACK, TODAY)
    assert con.execute("SELECT stage, stage_since FROM ledger").fetchall() == [
        ("confirmed", date(2021, 7, 7))
    ]


def test_an_answer_that_is_taken_back_takes_the_steps_with_it() -> None:
    con = warehouse()
    confirm(con)
    answer(con, 9, "2021-06-24", "withdrawn")
    rebuild(con, PACK, TODAY)
    assert con.execute("SELECT stage FROM ledger").fetchall() == [("listed",)]
    query = "SELECT DISTINCT status FROM ledger_events WHERE kind IN ('assembly', 'notice', 'confirmed')"
    assert con.execute(query).fetchall() == [("void",)]


def test_measures_are_proposed_with_the_alert_and_told_by_the_township() -> None:
    con = warehouse(measures="发展产业（农业部门，先核实是否有劳动能力，有的采用）；落实保障（民政部门）")
    confirm(con)
    rebuild(con, PACK, TODAY)
    query = "SELECT measure, unit, status, done_on, amount, measure_key FROM measures ORDER BY measure"
    (industry, help_) = con.execute(query).fetchall()
    assert industry[:3] == ("发展产业", "农业部门", "proposed")
    told = {"status": "done", "done_on": "2021-07-20", "amount": "800"}
    give(con, Returned("measures", PERIOD, HOUSEHOLD, told, "book 4", 4, item=f"h:{help_[5]}"))
    later = {"remark": "已公示", "status": "done"}
    give(
        con,
        Returned("measures", PERIOD, HOUSEHOLD, later, "book 5", 5, date(2021, 7, 30), item=f"h:{help_[5]}"),
    )
    rebuild(con, PACK, TODAY)
    assert con.execute(query).fetchall()[1][:5] == (
        "落实保障",
        "民政部门",
        "done",
        date(2021, 7, 20),
        800,
    )


def test_ledger_and_roster_differ_until_the_roster_lists_the_household() -> None:
    con = warehouse(target_class="sudden_severe")
    confirm(con)
    rebuild(con, PACK, TODAY)
    query = "SELECT ledger_type, roster_type, difference FROM ledger_differences"
    assert con.execute(query).fetchall() == [("突发严重困难户", "一般农户", "not_on_roster")]
    types = "SELECT period, household_type FROM built.ledger_types ORDER BY period"
    assert con.execute(types).fetchall() == []  # in June it was not confirmed
    add_month(con, "2021-07", HOUSEHOLD)
    add_month(con, "2021-08", HOUSEHOLD, household_type="突发严重困难户")
    rebuild(con, PACK, TODAY)
    assert con.execute(types).fetchall() == [("2021-07", "突发严重困难户")]
    assert con.execute(query).fetchall() == []


def test_what_the_roster_alone_has_said_is_in_its_own_type() -> None:
    con = make_warehouse()
    for month, household_type in enumerate(("边缘易致贫户", "边缘易致贫户", "一般农户", "边缘易致贫户"), 4):
        add_month(con, f"2021-{month:02}", HOUSEHOLD, household_type=household_type)
        assert con.execute("FROM built.ledger_types").fetchall() == [], "as when the month was judged"
        rebuild(con, PACK, TODAY)
        assert con.execute("FROM built.ledger_types").fetchall() == []


def test_the_roster_decides_once_it_has_said_what_the_ledger_says() -> None:
    con = warehouse(target_class="sudden_severe")
    confirm(con)
    types = "SELECT period, household_type FROM built.ledger_types ORDER BY period"
    listed = ("一般农户", "突发严重困难户", "一般农户")
    for month, household_type in enumerate(listed, 7):
        add_month(con, f"2021-{month:02}", HOUSEHOLD, household_type=household_type)
        rebuild(con, PACK, TODAY)
        assert con.execute(types).fetchall() == [("2021-07", "突发严重困难户")]


@pytest.mark.parametrize(
    ("july", "stage"),
    [(True, "monitored"), (False, "eliminated")],
    ids=["it stays", "it has left the roster"],
)
def test_a_monitored_household_that_has_left_the_roster_is_none_any_more(july: bool, stage: str) -> None:
    con = make_warehouse()
    for period in ("2021-06", "2021-07"):
        if july or period == "2021-06":
            add_month(con, period, HOUSEHOLD, household_type="边缘易致贫户")
        con.execute(
            "INSERT INTO runs BY NAME SELECT ? AS period, '' AS fingerprint, 'p' AS pack, "
            "'1' AS pack_version, 1 AS households, '' AS program",
            [period],
        )
    rebuild(con, PACK, TODAY)
    assert con.execute("SELECT stage FROM ledger").fetchall() == [(stage,)]


def count_as(con: duckdb.DuckDBPyConnection, until: date | None) -> None:
    """The ledger has it that the household was confirmed in December, and is over since `until`."""
    con.execute("DELETE FROM built.ledger_classes")
    span = (HOUSEHOLD, date(2020, 12, 7), until, False, "脱贫不稳定户", "unstable", False, False)
    con.execute("INSERT INTO built.ledger_classes VALUES (?, ?, ?, ?, ?, ?, ?, ?)", span)


def test_a_household_that_the_ledger_confirmed_has_the_class_of_a_monitored_one() -> None:
    con = judged_warehouse()
    count_as(con, None)
    poor = {"income_12m": 20000, "income_prev_12m": 20000}
    run_month(con, PERIOD, "fujian-2021", {HOUSEHOLD: poor, "other": poor})
    classes = dict(con.execute("SELECT household_id, target_class FROM alerts").fetchall())
    assert classes == {HOUSEHOLD: "unstable", "other": "marginal"}


@pytest.mark.parametrize(
    ("roster_type", "until", "candidates"),
    [
        ("一般农户", None, 1),
        ("一般农户", date(2021, 5, 20), 0),
        ("脱贫不稳定户", None, 1),
        ("脱贫不稳定户", date(2021, 5, 20), 0),
    ],
)
def test_candidates_of_elimination_are_those_that_the_ledger_counts(
    roster_type: str, until: date | None, candidates: int
) -> None:
    con = judged_warehouse()
    count_as(con, until)
    for month in range(1, 7):
        run_month(con, f"2021-{month:02}", "fujian-2021", {HOUSEHOLD: {"household_type": roster_type}})
    con.execute(
        "CREATE TABLE roster.households AS SELECT ? AS household_id, '否' AS risk_eliminated", [HOUSEHOLD]
    )
    found = elimination.review(con, PERIOD, PACK, parameters(PACK, PERIOD, {}))
    assert found == {"elimination_candidates": candidates}


def test_the_allowance_goes_on_for_twelve_months_after_the_risk_is_over() -> None:
    says = next(measure.says for measure in PACK.measures if measure.allowance)
    con = warehouse(measures=f"{says}（民政部门）")
    confirm(con)
    rebuild(con, PACK, TODAY)
    ((key,),) = con.execute("SELECT measure_key FROM measures").fetchall()
    done = {"status": "done", "done_on": "2021-07-20"}
    give(con, Returned("measures", PERIOD, HOUSEHOLD, done, "book 4", 4, item=f"h:{key}"))
    steps = [
        ("county", {"announced_on": "2021-07-08"}),
        ("elimination", {"reviewed_on": "2021-09-10", "reviewed": "eliminate"}),
        (
            "monitoring",
            {"elimination_assembly_on": "2021-09-13", "elimination_notice_starts_on": "2021-09-14"},
        ),
        ("monitoring", {"elimination_notice_ends_on": "2021-09-22"}),
        ("county", {"elimination_confirmed_on": "2021-09-24"}),
    ]
    for number, (form, cells) in enumerate(steps, 5):
        give(con, Returned(form, PERIOD, HOUSEHOLD, cells, f"book {number}", number))
    rebuild(con, PACK, date(2021, 10, 8))
    query = "SELECT who, starts_on, due_on FROM duties WHERE duty LIKE '%渐退期%'"
    assert con.execute(query).fetchall() == [("county", date(2021, 9, 24), date(2022, 9, 24))]


def test_a_withdrawn_row_of_a_list_is_no_open_matter() -> None:
    con = make_warehouse()
    add_month(con, PERIOD, HOUSEHOLD)
    issue(con, PERIOD, HOUSEHOLD, ISSUED, withdrawn=True)
    rebuild(con, PACK, TODAY)
    assert con.execute("FROM ledger").fetchall() == []
    assert con.execute("SELECT 1 FROM duties WHERE household_id IS NOT NULL").fetchall() == []


def test_closed_matters_leave_the_ledger_after_two_years() -> None:
    con = warehouse()
    answer(con, 1, "2021-06-24", "refuted")
    for day, rows in ((date(2023, 6, 24), 1), (date(2023, 6, 25), 0)):
        rebuild(con, PACK, day)
        assert len(con.execute("FROM ledger").fetchall()) == rows


def test_without_a_procedure_nothing_is_asked_beyond_the_list() -> None:
    con = warehouse()
    con.execute(statement("procedure/procedure"))
    answer(con, 1, "2021-06-24", "refuted")
    rebuild(con, replace(PACK, procedure=None), TODAY)
    assert con.execute("SELECT verdict FROM findings").fetchall() == [("refuted",)]
    assert con.execute("FROM ledger").fetchall() == []
