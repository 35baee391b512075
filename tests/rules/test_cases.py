"""Golden cases that an official can read: `cases/<pack>.yaml`, every case a household of its own."""

from typing import Any

import pytest

from data_contracts.errors import SettingsError
from rules.declarations.pack import choose
from tests.rules.golden import BY_NAME, CASES, IN_FORCE, alone, county, ids, lines, periods, picked, published
from tests.rules.warehouse import PACKS, make_warehouse, rows, run_month


@pytest.mark.parametrize(("pack", "case"), [pytest.param(p, c, id=name) for p, c, name in ids(BY_NAME)])
def test_case(pack: str, case: dict[str, Any]) -> None:
    con = county(pack, lines(case))
    for period, month in zip(periods(pack), case["months"], strict=False):
        results = published(con, period, case["name"])
        assert picked(results, month["expect"]) == month["expect"], period


@pytest.mark.parametrize(("pack", "case"), [pytest.param(p, c, id=name) for p, c, name in ids(IN_FORCE)])
def test_case_of_a_pack_that_does_not_speak(pack: str, case: dict[str, Any]) -> None:
    in_its_time = alone(pack, periods(pack)[0], case)["outcomes"]
    assert {in_its_time.get(rule) for rule in case["rules"]} == {"fires"}
    expected = case["expect"]
    if expected["pack"] is None:
        with pytest.raises(SettingsError, match=f"{case['period']} 没有现行的政策包"):
            choose(PACKS, None, case["area"], case["period"])
        return
    applied = choose(PACKS, None, case["area"], case["period"])
    assert applied.key == expected["pack"] != pack
    results = {name: value for name, value in expected.items() if name != "pack"}
    assert picked(alone(applied.key, case["period"], case), results) == results


@pytest.mark.parametrize("pack", PACKS)
def test_every_rule_has_a_case_that_fires_and_one_that_is_unknown(pack: str) -> None:
    con = county(pack, "{}")
    for outcome in ("fires", "unknown"):
        met = {row["rule"] for row in rows(con, f"SELECT rule FROM rule_results WHERE outcome = '{outcome}'")}
        assert met == {row["rule"] for row in rows(con, "SELECT rule FROM rules_in_force")}


def test_every_alert_leads_back_to_a_file_and_row() -> None:
    for pack in PACKS:
        traced = "FROM alert_evidence WHERE file_id IS NOT NULL AND row_number IS NOT NULL"
        astray = f"SELECT household_id FROM alerts ANTI JOIN ({traced}) USING (period, household_id)"
        assert rows(county(pack, "{}"), astray) == []


def test_source_rows_add_up_to_the_figure_that_they_stand_behind() -> None:
    differing = """SELECT household_id, rule, operand FROM alert_evidence WHERE amount IS NOT NULL
        GROUP BY period, household_id, rule, operand HAVING sum(amount) <> any_value(value)"""
    for pack in PACKS:
        assert rows(county(pack, "{}"), differing) == []


def test_same_input_same_rows_in_the_same_order() -> None:
    con, pack = make_warehouse(), "fujian-2021"
    cases = {case["name"]: case["months"][0]["household"] for case in BY_NAME[pack]}
    tables = ("rule_results", "alerts", "alert_evidence", "rules_in_force")
    runs = []
    for _ in range(2):
        run_month(con, "2021-06", pack, cases)
        runs.append([con.execute(f"FROM {table}").fetchall() for table in tables])
    assert runs[0] == runs[1]


def test_no_two_cases_have_the_same_name() -> None:
    for pack, cases in CASES.items():
        names = [case["name"] for case in cases]
        assert len(names) == len(set(names)), pack
