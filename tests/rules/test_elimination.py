"""Candidates for elimination: never without labour capacity or data, only where and when a pack asks."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.declarations.follow_up import Elimination
from rules.declarations.model import Pack
from rules.declarations.pack import parameters
from rules.elimination import review
from sql import statement
from sql.migrate import migrate
from tests.rules.warehouse import PACKS, rows, run_month

QUIET = {"household_type": "边缘易致贫户", "has_labour": True}
ALERTED = QUIET | {"income_12m": 10000}
REVIEW = Elimination(
    months=(3, 6, 9, 12),
    condition="income_12m >= income_line * members and not guarantee_housing",
    quiet_months=3,
    says="人均{income_per_capita}元，不低于监测线{income_line}元，住房安全{guarantee_housing}。",
    requirements=("F9",),
    articles=("第1条",),
)
PACK = replace(PACKS["fujian-2021"], elimination=REVIEW)
MONTHS = ("2021-04", "2021-05", "2021-06")


def county(eliminated: Mapping[str, str | None] | None = None) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    migrate(con)
    con.execute("CREATE TABLE roster.households (household_id VARCHAR, risk_eliminated VARCHAR)")
    con.execute(
        "CREATE TEMP TABLE month_facts (household_id VARCHAR, measure VARCHAR, in_window VARCHAR,"
        " amount DECIMAL(14, 2), source VARCHAR, file_id INTEGER, row_number INTEGER, stage VARCHAR,"
        " probability DOUBLE)"
    )
    con.execute(statement("months/fact_details"))
    con.executemany("INSERT INTO roster.households VALUES (?, ?)", list((eliminated or {"h": None}).items()))
    return con


def months(
    con: duckdb.DuckDBPyConnection,
    *figures: Mapping[str, Any],
    pack: Pack = PACK,
    last: str = "2021-06",
) -> list[dict[str, Any]]:
    """Publish months up to `last`, the household with these figures; return the last one's candidates."""
    first = int(last[5:]) - len(figures) + 1
    for month, figure in enumerate(figures, first):
        run_month(con, f"2021-{month:02}", "fujian-2021", {"h": figure})
        review(con, f"2021-{month:02}", pack, parameters(pack, f"2021-{month:02}", {}))
    return rows(con, f"SELECT * EXCLUDE (period) FROM elimination_candidates WHERE period = '{last}'")


def test_a_quiet_household_with_work_and_income_is_a_candidate_with_reasons() -> None:
    assert months(county(), QUIET, QUIET, QUIET) == [
        {
            "household_id": "h",
            "township": "东乡镇",
            "village": "上村",
            "target_class": "marginal",
            "reasons": "人均20000元，不低于监测线7152元，住房安全无疑问。",
            "first_quiet_period": "2021-04",
            "pack": "fujian-2021",
            "pack_version": PACK.pack_version,
            "cites": "闽委振兴组〔2021〕5号 第1条",
        }
    ]


@pytest.mark.parametrize(
    "figures",
    [
        {"has_labour": False},
        {"has_labour": None},
        {"income_12m": None},
        {"income_12m": 21455.99},
        {"guarantee_housing": None},
        {"disaster_complete": False},
        {"members": 0},
        {"household_type": "脱贫户"},
        {"household_type": "一般农户"},
    ],
    ids=str,
)
def test_no_candidate(figures: dict[str, Any]) -> None:
    assert months(county(), QUIET, QUIET, QUIET | figures) == []


@pytest.mark.parametrize("kind", ["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"])
def test_all_three_classes_are_reviewed(kind: str) -> None:
    (candidate,) = months(county(), *[QUIET | {"household_type": kind}] * 3)
    assert PACK.target_classes[candidate["target_class"]] == kind


def test_what_the_county_has_eliminated_already_is_no_candidate() -> None:
    assert months(county({"h": "是"}), QUIET, QUIET, QUIET) == []
    assert months(county({"h": "否"}), QUIET, QUIET, QUIET) != []
    assert months(county({"other": "否"}), QUIET, QUIET, QUIET) == []


def test_only_in_the_months_of_the_review() -> None:
    assert months(county(), QUIET, QUIET, QUIET, last="2021-05") == []
    assert months(county(), QUIET, QUIET, QUIET, last="2021-09") != []


@pytest.mark.slow
def test_only_with_enough_quiet_published_months() -> None:
    assert months(county(), QUIET, QUIET) == []
    assert months(county(), ALERTED, QUIET, QUIET) == []  # cleared in the second, quiet since
    (candidate,) = months(county(), ALERTED, QUIET, QUIET, QUIET)
    assert candidate["first_quiet_period"] == "2021-04"
    assert months(county(), QUIET, QUIET | {"income_12m": 30000}, QUIET) == []  # a drop between
    assert months(county(), ALERTED, QUIET | {"income_12m": None}, QUIET, QUIET) == []  # lost data is open
    assert months(county(), QUIET, QUIET | {"disaster_complete": False}, QUIET) == []  # perhaps not quiet


def test_a_household_that_was_away_has_no_quiet_months() -> None:
    con = county({"h": None, "other": None})
    run_month(con, "2021-04", "fujian-2021", {"other": QUIET})
    assert months(con, QUIET, QUIET) == []


def test_a_pack_without_review_and_a_month_made_again() -> None:
    con = county()
    first = months(con, QUIET, QUIET, QUIET)
    run_month(con, "2021-07", "fujian-2021", {"h": ALERTED})
    assert months(con, QUIET) == first != []
    assert months(con, QUIET, pack=PACKS["fujian-2021"]) == []


@pytest.mark.slow
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "household_type": st.sampled_from(["边缘易致贫户", "脱贫不稳定户", "一般农户"]),
                "has_labour": st.sampled_from([True, False, None]),
                "income_12m": st.sampled_from([None, 0, 21456, Decimal("21455.99"), 60000]),
                "members": st.integers(0, 4),
                "guarantee_housing": st.sampled_from([True, False, None]),
            }
        ),
        min_size=1,
        max_size=12,
    )
)
def test_the_laws_hold_whatever_the_households(households: list[dict[str, Any]]) -> None:
    by_id = {f"h{n}": figures for n, figures in enumerate(households)}
    con = county(dict.fromkeys(by_id))
    generous = replace(REVIEW, condition="income_12m >= 0 or income_12m < 0", quiet_months=1)
    for is_generous, pack in enumerate([PACK, replace(PACK, elimination=generous)]):
        run_month(con, "2021-06", "fujian-2021", by_id)
        review(con, "2021-06", pack, parameters(pack, "2021-06", {}))
        candidates = {row["household_id"] for row in rows(con, "FROM elimination_candidates")}
        open_alerts = {row["household_id"] for row in rows(con, "FROM alerts WHERE state <> 'cleared'")}
        undecided = {row["household_id"] for row in rows(con, "FROM rule_results WHERE outcome = 'unknown'")}
        expected = {
            household
            for household, f in by_id.items()
            if f["has_labour"] and f["household_type"] != "一般农户" and f["income_12m"] is not None
        }
        assert candidates == (expected - open_alerts - undecided if is_generous else set())
