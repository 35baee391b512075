"""Cases that an official can read, through real files and whole months; and the laws of evidence."""

import shutil
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from flows.steps import run_month
from tests.flows.evidence_laws import LAWS
from tests.flows.golden import Family, golden_counties
from tests.flows.measured import query

pytestmark = pytest.mark.slow  # its counties run six months in all
COUNTIES = golden_counties()
Run = Callable[[str], Path]
CASES = [(name, family) for name, county in COUNTIES.items() for family in county.families]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return the workspace of a county of cases after its last month; each county is run once."""

    @cache
    def run_county(name: str) -> Path:
        root = tmp_path_factory.mktemp(name)
        COUNTIES[name].run(root)
        return root

    return run_county


@pytest.mark.parametrize(("county", "family"), CASES, ids=[f"{name}: {f.name}" for name, f in CASES])
def test_a_family_has_the_expected_results(run: Run, county: str, family: Family) -> None:
    root = run(county)
    for period, expected in family.case["expect"].items():
        results = published(root, family.household_id, period)
        if results["alert"] and expected.get("alert"):
            results["alert"] = {column: results["alert"][column] for column in expected["alert"]}
        assert {name: plain(results[name]) for name in expected} == expected, period


def published(root: Path, household: str, period: str) -> dict[str, Any]:
    """What was published of a household: figures (or that it is gone), `outcomes`, `alert`, `indicators`."""
    months, results, alerts = (
        query(
            root,
            f"FROM {table} WHERE period = $period AND household_id = $household",
            period=period,
            household=household,
        )
        for table in ("household_months", "rule_results", "alerts")
    )
    return {
        **(months[0] if months else {"household": "gone"}),
        "outcomes": {result["rule"]: result["outcome"] for result in results},
        "alert": alerts[0] if alerts else None,
        "indicators": {name: plain(value) for name, value in indicators(root, household, period).items()},
    }


def indicators(root: Path, household: str, period: str) -> dict[str, Any]:
    """Of the indicators without a column, those that are reported or unknown (None)."""
    known = query(
        root,
        "SELECT m.indicator, i.value FROM indicator_months AS m LEFT JOIN household_indicators AS i "
        "ON i.period = m.period AND i.indicator = m.indicator AND i.household_id = $household "
        "WHERE m.period = $period AND (i.indicator IS NOT NULL OR NOT m.covered)",
        period=period,
        household=household,
    )
    return {row["indicator"]: row["value"] for row in known}


def plain(value: Any) -> Any:
    """A value as YAML writes it."""
    return float(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("county", COUNTIES)
def test_evidence_keeps_the_law(run: Run, county: str, law: str) -> None:
    assert query(run(county), LAWS[law]) == []


def test_a_period_run_again_after_later_ones_has_the_same_results(run: Run, tmp_path: Path) -> None:
    root = tmp_path / "again"
    shutil.copytree(run("states"), root)
    before = [of_period(root, table, "2021-06") for table in ("household_months", "rule_results", "alerts")]
    run_month(root, "2021-06")
    after = [of_period(root, table, "2021-06") for table in ("household_months", "rule_results", "alerts")]
    assert before == after


def of_period(root: Path, table: str, period: str) -> list[dict[str, Any]]:
    return query(root, f"FROM {table} WHERE period = $period ORDER BY ALL", period=period)
