"""Checks for contradictions before anything is entered: what each finds, and what it does not."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from connectors.publishing.issuing import issue
from rules import contradictions
from rules.contradictions import find, load_checks
from tests.connectors.ledger_county import found, happened, stands
from tests.connectors.list_county import PERIOD, county

CASES = yaml.safe_load(Path(__file__).with_name("contradictions.yaml").read_text(encoding="utf-8"))
DOCUMENTED = yaml.safe_load((contradictions.FOLDER / "facts.yaml").read_text(encoding="utf-8"))
PLACE = {"household_id", "township", "village"}
ONE, TWO = "350181000000", "350181000001"


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    con = county(2, ("仙龙镇",))
    find(con, PERIOD)  # which makes the relation
    return con


def outcome(con: duckdb.DuckDBPyConnection, key: str, changed: dict[str, Any]) -> bool:
    """Whether a check finds a household; `changed` says how it differs from the usual one."""
    row = CASES["usual"] | changed
    con.execute("DELETE FROM contradiction_facts")
    con.execute(
        f"INSERT INTO contradiction_facts ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
        list(row.values()),
    )
    (answer,) = con.execute(
        f"SELECT coalesce({load_checks()[key].when}, false) FROM contradiction_facts"
    ).fetchall()
    return bool(answer[0])


def test_about_forty_checks_have_cases() -> None:
    assert CASES["checks"].keys() == load_checks().keys()
    assert len(load_checks()) >= 40


@pytest.mark.parametrize("key", CASES["checks"])
def test_a_check_finds_its_contradiction_and_nothing_else(con: duckdb.DuckDBPyConnection, key: str) -> None:
    assert not outcome(con, key, {})
    assert outcome(con, key, CASES["checks"][key]["found"])
    assert not outcome(con, key, CASES["checks"][key]["not_found"])


def test_what_checks_may_name_is_documented(con: duckdb.DuckDBPyConnection) -> None:
    columns = {name for name, *_ in con.execute("DESCRIBE contradiction_facts").fetchall()}
    assert columns - PLACE == DOCUMENTED.keys()
    assert CASES["usual"].keys() == columns


def test_every_check_says_what_to_do_and_which_requirement_it_serves() -> None:
    for check in load_checks().values():
        assert all(re.fullmatch(r"[NGXCF]\d+", requirement) for requirement in check.requirements)
        assert check.says.endswith("。") and not check.label.endswith("。")
        assert re.search(r"[\u4e00-\u9fff]", check.label)


def test_the_facts_of_a_household_come_from_roster_ledger_and_findings() -> None:
    con = county(2, ("仙龙镇",))
    issue(con, PERIOD, date(2021, 6, 4))
    con.execute(
        "UPDATE roster.households SET phone = household_id WHERE household_id NOT IN (?, ?)", [ONE, TWO]
    )
    happened(con, ONE, "confirmed", CASES["usual"]["confirmed_on"])
    stands(con, ONE, "monitored")
    found(con, ONE, "confirmed", cause="因残")
    con.execute(
        "INSERT INTO measures VALUES (?, '2021-05', '医疗救助', '医保局', 'not_needed', NULL, NULL, 'a')",
        [ONE],
    )
    find(con, PERIOD)
    doubts = con.execute(
        "SELECT household_id, township, label FROM built.contradictions ORDER BY ordinal"
    ).fetchall()
    assert {(household, township) for household, township, _ in doubts} == {(ONE, "仙龙镇")}
    keys = {check.label: key for key, check in load_checks().items()}
    assert [keys[label] for *_, label in doubts] == [
        "disability_without_disabled_member",
        "confirmed_before_visit",
        "monitored_without_measure",
        "one_phone_for_two_households",
    ]
    before = con.execute("FROM built.contradictions ORDER BY ALL").fetchall()
    find(con, PERIOD)
    assert con.execute("FROM built.contradictions ORDER BY ALL").fetchall() == before


def test_nobody_without_a_matter_is_looked_at() -> None:
    con = county(2, ("仙龙镇",))
    assert find(con, PERIOD) == 0
