"""Golden cases that an official can read: `cases/<pack>.yaml`, every case a household of its own."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from tests.rules.warehouse import make_warehouse, rows, run_month

MONTHS = {
    "national-2020": ("2020-06",),
    "fujian-2021": ("2021-06", "2021-07", "2021-08", "2021-09"),
}
CASES = {
    pack: yaml.safe_load((Path(__file__).parent / "cases" / f"{pack}.yaml").read_text("utf-8"))
    for pack in MONTHS
}
EACH = [
    pytest.param(pack, case, id=f"{pack}:{case['name']}") for pack, cases in CASES.items() for case in cases
]


@pytest.mark.parametrize(("pack", "case"), EACH)
def test_case(pack: str, case: dict[str, Any]) -> None:
    con = county(pack, lines(case))
    for period, month in zip(MONTHS[pack], case["months"], strict=False):
        found = found_in(con, period, case["name"])
        assert picked(found, month["expect"]) == month["expect"], period


@pytest.mark.parametrize("pack", MONTHS)
def test_every_rule_has_a_case_that_fires_and_one_that_is_unknown(pack: str) -> None:
    con = county(pack, "{}")
    for outcome in ("fires", "unknown"):
        met = {row["rule"] for row in rows(con, f"SELECT rule FROM rule_results WHERE outcome = '{outcome}'")}
        assert met == {row["rule"] for row in rows(con, "SELECT rule FROM rules_in_force")}


def test_every_alert_leads_back_to_a_file_and_row() -> None:
    for pack in MONTHS:
        traced = "FROM alert_evidence WHERE file_id IS NOT NULL AND row_number IS NOT NULL"
        astray = f"SELECT household_id FROM alerts ANTI JOIN ({traced}) USING (period, household_id)"
        assert rows(county(pack, "{}"), astray) == []


def test_source_rows_add_up_to_the_figure_that_they_stand_behind() -> None:
    differing = """SELECT household_id, rule, operand FROM alert_evidence WHERE amount IS NOT NULL
        GROUP BY period, household_id, rule, operand HAVING sum(amount) <> any_value(value)"""
    for pack in MONTHS:
        assert rows(county(pack, "{}"), differing) == []


def test_same_input_same_rows_in_the_same_order() -> None:
    con, pack = make_warehouse(), "fujian-2021"
    cases = {case["name"]: case["months"][0]["household"] for case in CASES[pack]}
    tables = ("rule_results", "alerts", "alert_evidence", "rules_in_force")
    runs = []
    for _ in range(2):
        run_month(con, "2021-06", pack, cases)
        runs.append([con.execute(f"FROM {table}").fetchall() for table in tables])
    assert runs[0] == runs[1]


@cache
def county(pack: str, settings: str) -> duckdb.DuckDBPyConnection:
    """All cases of `pack` with the same lines of their own, month after month in one warehouse."""
    con = make_warehouse()
    cases = [case for case in CASES[pack] if lines(case) == settings]
    for position, period in enumerate(MONTHS[pack]):
        at_hand = [case for case in cases if len(case["months"]) > position]
        households = {case["name"]: case["months"][position]["household"] for case in at_hand}
        present = {name: figures for name, figures in households.items() if figures is not None}
        run_month(con, period, pack, present, json.loads(settings))
    return con


def lines(case: dict[str, Any]) -> str:
    return json.dumps(case.get("lines", {}))


def found_in(con: duckdb.DuckDBPyConnection, period: str, household: str) -> dict[str, Any]:
    """What the tables say of one household in one month."""
    where = f"WHERE period = '{period}' AND household_id = '{household}'"
    results = rows(con, f"SELECT * FROM rule_results {where}")
    alert = (rows(con, f"SELECT * FROM alerts {where}") or [{"level": None, "state": None}])[0]
    evidence: dict[str, dict[str, Any]] = {}
    for row in rows(con, f"SELECT * FROM alert_evidence {where}"):
        evidence.setdefault(row["rule"], {})[row["operand"]] = row["line"]
    return {
        **alert,
        "outcomes": {row["rule"]: row["outcome"] for row in results},
        "reasons": {row["rule"]: row["reason"] for row in results},
        "evidence": evidence,
    }


def picked(found: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """Of what was found, what the case speaks of."""
    some_of = {n: {k: found[n].get(k) for k in expected[n]} for n in ("reasons", "evidence") if n in expected}
    return {name: found[name] for name in expected} | some_of
