"""From month to month, from pack to pack, and back to the rows."""

from decimal import Decimal

from rules.engine import previous_period
from tests.rules.warehouse import make_warehouse, rows, run_month

DROPPED = {"income_12m": 40000}


def test_an_episode_goes_on_under_the_next_pack() -> None:
    con = make_warehouse()
    run_month(con, "2021-05", "national-2020", {"h": DROPPED})
    run_month(con, "2021-06", "fujian-2021", {"h": DROPPED})
    told = rows(con, "SELECT state, first_period, pack, target_class FROM alerts ORDER BY period")
    assert told == [
        {"state": "new", "first_period": "2021-05", "pack": "national-2020", "target_class": "marginal"},
        {
            "state": "continuing",
            "first_period": "2021-05",
            "pack": "fujian-2021",
            "target_class": "sudden_severe",
        },
    ]


def test_an_alert_by_a_rule_that_the_pack_lacks_leads_back_to_the_roster() -> None:
    con = make_warehouse()
    run_month(con, "2021-05", "fujian-2021", {"h": {"guarantee_housing": True}})
    run_month(con, "2021-06", "national-2020", {"h": {"guarantee_housing": True}})
    assert rows(con, "SELECT state FROM alerts WHERE period = '2021-06'") == [{"state": "cleared"}]
    evidence = "SELECT rule, operand, value, source, file_id FROM alert_evidence WHERE period = '2021-06'"
    assert rows(con, evidence) == [
        {"rule": "guarantee", "operand": "members", "value": 3, "source": "households", "file_id": 1}
    ]


def test_a_month_made_again_looks_back_and_never_ahead() -> None:
    con = make_warehouse()
    for period in ("2021-06", "2021-07", "2021-06"):
        run_month(con, period, "fujian-2021", {"h": DROPPED})
    assert rows(con, "SELECT state FROM alerts ORDER BY period") == [
        {"state": "new"},
        {"state": "continuing"},
    ]
    assert previous_period(con, "2021-06") is None
    assert previous_period(con, "2021-09") == "2021-07"


def test_previous_income_leads_to_where_it_was_taken_from() -> None:
    con = make_warehouse()
    run_month(
        con,
        "2021-06",
        "fujian-2021",
        {"months": DROPPED, "roster": {**DROPPED, "income_prev_basis": "last_year"}},
    )
    evidence = (
        "SELECT household_id, source FROM alert_evidence WHERE operand = 'income_prev_12m' ORDER BY ALL"
    )
    assert [tuple(row.values()) for row in rows(con, evidence)] == [
        ("months", "incomes"),
        ("roster", "households"),
    ]


def test_what_made_an_alert_red_is_among_its_evidence() -> None:
    con = make_warehouse()
    run_month(con, "2021-06", "fujian-2021", {"h": {"illness_expense_12m": 50000}})
    shown = {
        row["operand"]: (row["value"], row["line"], row["margin"], row["source"])
        for row in rows(con, "SELECT * FROM alert_evidence")
    }
    assert rows(con, "SELECT level, rules FROM alerts") == [{"level": "red", "rules": "expense_spike"}]
    assert shown == {
        "rigid_expense_12m": (50000, 6000, 44000, "health_insurance"),
        "rigid_expense_prev_12m": (3000, None, None, None),
        "income_12m": (60000, None, None, "incomes"),
        "net_income_per_capita": (Decimal("3333.33"), 7152, Decimal("-3818.67"), None),
    }


def test_counts_and_rules_in_force() -> None:
    con = make_warehouse()
    counts = run_month(
        con, "2021-06", "fujian-2021", {"h": DROPPED, "usual": {}, "unknown": {"income_12m": None}}
    )
    assert counts == {"fires": 1, "unknown": 2, "orange": 1, "new": 1}
    in_force = rows(con, "SELECT rule, basis FROM rules_in_force ORDER BY ordinal")
    assert [(row["rule"], row["basis"]) for row in in_force] == [
        ("low_income", "document_text"),
        ("income_drop", "local_interpretation"),
        ("expense_over_income", "local_interpretation"),
        ("expense_spike", "local_interpretation"),
        ("guarantee", "document_text"),
        ("accident_expense", "local_interpretation"),
        ("employment_loss", "local_interpretation"),
        ("business_loss", "local_interpretation"),
        ("survey_warning", "document_text"),
        ("declaration", "document_text"),
        ("visit_risk", "document_text"),
    ]


def test_a_first_month_without_households() -> None:
    assert run_month(make_warehouse(), "2021-06", "fujian-2021", {}) == {}
