"""What is not known is not no: the lines 15 to 17 of the list of real files, and others of their kind."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from flows.steps import run_month
from tests.flows.measured import query
from tests.flows.small_county import (
    CHEN,
    PREVIOUS,
    STRANGER,
    WANG,
    WINDOW,
    disaster,
    drop,
    drop_rosters,
    incomes,
    make_workspace,
    report,
    settlement,
)

pytestmark = pytest.mark.usefixtures("unlisted")

EXPENSE_RULES = {"expense_over_income", "expense_spike"}


def bills(months: Sequence[str], paid: float = 1000) -> list[dict[str, Any]]:
    """Both families pay as much every month."""
    return [
        settlement(f"{name}{month}", name, number, f"{month}-09", paid)
        for name, number in (WANG, CHEN)
        for month in months
    ]


def drop_income(root: Path, wage: float = 3000) -> None:
    months = [*PREVIOUS, *WINDOW]
    drop(root, "incomes", "2021-06/收入.csv", incomes("H1", months, wage) + incomes("H2", months, wage))


def drop_others(root: Path) -> None:
    """Education and emergency have reported both windows."""
    pupils = [report(*STRANGER, day, 0) for day in ("2020-03-31", "2021-03-31")]
    drop(root, "education", "2021-06/教育.csv", pupils)
    struck = [disaster(*STRANGER, day, 0) for day in ("2019-06-15", "2021-03-15")]
    drop(root, "emergency", "2021-06/应急.csv", struck)


def outcomes(root: Path, period: str) -> dict[str, set[tuple[str, str]]]:
    """By household, its rules that fire or are unknown."""
    results = query(root, f"FROM rule_results WHERE period = '{period}'")
    by_household: dict[str, set[tuple[str, str]]] = {"H1": set(), "H2": set()}
    for row in results:
        by_household[row["household_id"]].add((row["rule"], row["outcome"]))
    return by_household


def alerts(root: Path, period: str) -> dict[str, tuple[str, str]]:
    rows = query(root, f"FROM alerts WHERE period = '{period}'")
    return {row["household_id"]: (row["level"], row["state"]) for row in rows}


def test_health_data_that_begin_in_the_previous_window_are_no_surge(tmp_path: Path) -> None:
    """Line 15: every family pays 1,000 a month, the data begin in 2020-03."""
    root = make_workspace(tmp_path)
    drop_rosters(root)
    drop_income(root)
    drop_others(root)
    drop(root, "health_insurance", "2021-06/医保.csv", bills(["2020-03", "2020-04", "2020-05", *WINDOW]))
    run_month(root, "2021-06")
    assert alerts(root, "2021-06") == {}
    assert outcomes(root, "2021-06") == {
        household: {("expense_spike", "unknown")} for household in ("H1", "H2")
    }
    (month,) = query(root, "FROM household_months WHERE household_id = 'H1'")
    assert month["rigid_complete"]
    assert month["rigid_expense_12m"] == 12000
    assert month["rigid_expense_prev_12m"] is None
    assert month["data_gaps"] == f"health_insurance:{','.join(PREVIOUS[:9])}"


def test_disasters_first_reported_last_summer_are_no_surge_either(tmp_path: Path) -> None:
    root = make_workspace(tmp_path)
    drop_rosters(root)
    drop_income(root)
    drop(root, "health_insurance", "2021-06/医保.csv", bills([*PREVIOUS, *WINDOW], 10))
    drop_others(root)
    drop(root, "emergency", "2021-06/应急.csv", [disaster(*WANG, "2020-08-15", 5500)])
    run_month(root, "2021-06")
    assert alerts(root, "2021-06") == {}
    of_wang, of_chen = outcomes(root, "2021-06").values()
    assert ("expense_spike", "unknown") in of_wang
    assert of_chen == {(rule, "unknown") for rule in ("guarantee", *EXPENSE_RULES)}


def test_a_month_of_which_every_file_was_refused_decides_nothing(tmp_path: Path) -> None:
    """Line 16."""
    root = make_workspace(tmp_path)
    drop_rosters(root)
    for source in ("incomes", "health_insurance", "education", "emergency"):
        drop(root, source, "2021-06/表.csv", [{"不认识的列": "1"}])
    run_month(root, "2021-06")
    assert alerts(root, "2021-06") == {}
    every = {"low_income", "income_drop", "guarantee", *EXPENSE_RULES}
    unknown = {(rule, "unknown") for rule in every}
    assert outcomes(root, "2021-06") == {"H1": unknown, "H2": unknown}


@pytest.mark.parametrize("sent", [[], ["incomes"]], ids=["nothing", "incomes only"])
def test_the_next_month_without_department_files_keeps_the_levels(tmp_path: Path, sent: list[str]) -> None:
    """Line 17: red stays red; what is known still decides."""
    root = make_workspace(tmp_path)
    drop_rosters(root)
    drop_income(root, wage=500)
    drop_others(root)
    drop(root, "health_insurance", "2021-06/医保.csv", bills(PREVIOUS, 10) + bills(WINDOW, 500))
    run_month(root, "2021-06")
    assert alerts(root, "2021-06") == dict.fromkeys(("H1", "H2"), ("red", "new"))
    if sent:
        drop(root, "incomes", "2021-07/收入.csv", incomes("H1", ["2021-06"], 500))
    run_month(root, "2021-07")
    july = alerts(root, "2021-07")
    assert july["H2"] == ("red", "lost_data")
    assert july["H1"] == (("red", "continuing") if sent else ("red", "lost_data"))
