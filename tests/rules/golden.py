"""Golden cases that an official can read (`cases/<pack>.yaml`), and the engine's results for them."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from tests.rules.warehouse import PACKS, make_warehouse, rows, run_month

Case = dict[str, Any]

_MONTHS = 4  # the longest episode of the cases


def periods(pack: str) -> list[str]:
    """The first months in which `pack` is in force."""
    day, months = PACKS[pack].document.since.replace(day=1), []
    for _ in range(_MONTHS):
        months.append(f"{day:%Y-%m}")
        day = (day + timedelta(days=31)).replace(day=1)
    return months


def _cases(pack: str) -> list[Case]:
    return yaml.safe_load((Path(__file__).parent / "cases" / f"{pack}.yaml").read_text("utf-8"))


CASES = {pack: _cases(pack) for pack in PACKS}
BY_NAME = {pack: [case for case in cases if "months" in case] for pack, cases in CASES.items()}
"""Cases of a pack that is used by name, month after month."""
IN_FORCE = {pack: [case for case in cases if "area" in case] for pack, cases in CASES.items()}
"""Cases in which a pack is not applied: before it was in force, or outside its area."""


def rules_of(case: Case) -> list[str]:
    """The rules that the case is an example of."""
    return case.get("rules") or ([case["rule"]] if "rule" in case else [])


def ids(cases: dict[str, list[Case]]) -> Iterator[tuple[str, Case, str]]:
    """Pack, case and a readable name of the test."""
    for pack, of_pack in cases.items():
        yield from ((pack, case, f"{pack}:{case['name']}") for case in of_pack)


@cache
def county(pack: str, settings: str) -> duckdb.DuckDBPyConnection:
    """All cases of `pack` with the same lines of the county, month after month in one warehouse."""
    con = make_warehouse()
    cases = [case for case in BY_NAME[pack] if lines(case) == settings]
    for position, period in enumerate(periods(pack)):
        at_hand = [case for case in cases if len(case["months"]) > position]
        households = {case["name"]: case["months"][position]["household"] for case in at_hand}
        present = {name: figures for name, figures in households.items() if figures is not None}
        run_month(con, period, pack, present, json.loads(settings))
    return con


def alone(pack: str, period: str, case: Case) -> dict[str, Any]:
    """The results under `pack` for the household of a case without months."""
    con = make_warehouse()
    run_month(con, period, pack, {case["name"]: case["household"]})
    return published(con, period, case["name"])


def lines(case: Case) -> str:
    """The county's own lines in a case, as text."""
    return json.dumps(case.get("lines", {}))


def published(con: duckdb.DuckDBPyConnection, period: str, household: str) -> dict[str, Any]:
    """The published results of one household in one month."""
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


def picked(results: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """The parts of the results that the case expects something of."""
    some_of = {
        n: {k: results[n].get(k) for k in expected[n]} for n in ("reasons", "evidence") if n in expected
    }
    return {name: results[name] for name in expected} | some_of


def first_day(period: str) -> date:
    """First day of a period."""
    return date.fromisoformat(f"{period}-01")
