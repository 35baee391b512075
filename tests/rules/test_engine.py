"""From month to month, from pack to pack, and back to the rows."""

from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pytest

from rules.declarations.follow_up import Measure
from rules.declarations.pack import load_packs
from rules.engine import previous_period
from tests.rules.warehouse import PACKS, make_warehouse, rows, run_month, run_pack

DROPPED = {"income_12m": 40000}


def test_an_episode_goes_on_under_the_next_pack() -> None:
    con = make_warehouse()
    run_month(con, "2021-05", "national-2020", {"h": DROPPED})
    run_month(con, "2021-06", "fujian-2021", {"h": DROPPED})
    alerts = rows(con, "SELECT state, first_period, pack, target_class FROM alerts ORDER BY period")
    assert alerts == [
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
        ("survey_warning", "local_interpretation"),
        ("declaration", "local_interpretation"),
        ("visit_risk", "document_text"),
        ("department_clue", "document_text"),
    ]


def test_a_first_month_without_households() -> None:
    assert run_month(make_warehouse(), "2021-06", "fujian-2021", {}) == {}


OWN_MEASURES = (
    Measure("发展产业", "农业农村局", ("F10",), ("第1条",), causes=("income",), labour=True),
    Measure("纳入低保", "民政局", ("F10",), ("第1条",), causes=("income",), labour=False),
    Measure("落实医疗救助", "医保局", ("F10",), ("第1条",), causes=("illness",)),
    Measure("县级干部挂钩", "领导小组", ("F11",), ("第1条",), target_classes=("sudden_severe",)),
    Measure("按户建档", "乡镇", ("F5",), ("第1条",), rules=("low_income",)),
)


@pytest.fixture
def own_pack(monkeypatch: pytest.MonkeyPatch) -> str:
    """Fujian's pack with measures of our own."""
    monkeypatch.setitem(PACKS, "own", replace(PACKS["fujian-2021"], measures=OWN_MEASURES))
    return "own"


def test_measures_fit_cause_class_rule_and_labour_in_the_packs_order(own_pack: str) -> None:
    con = make_warehouse()
    households = {
        "able": {**DROPPED, "has_labour": True},
        "poor": {"income_12m": 20000, "income_prev_12m": 20000, "has_labour": False},
        "ill": {"illness_expense_12m": 50000, "has_labour": False},
        "unasked": {**DROPPED, "has_labour": None},
    }
    run_month(con, "2021-06", own_pack, households)
    measures = {
        row["household_id"]: row["measures"] for row in rows(con, "SELECT household_id, measures FROM alerts")
    }
    assert measures == {
        "able": "发展产业（农业农村局）；县级干部挂钩（领导小组）",
        "poor": "纳入低保（民政局）；按户建档（乡镇）",
        "ill": "落实医疗救助（医保局）；县级干部挂钩（领导小组）",
        "unasked": "发展产业（农业农村局，先核实是否有劳动能力，有的采用）；"
        "纳入低保（民政局，先核实是否有劳动能力，无的采用）；县级干部挂钩（领导小组）",
    }


def test_a_pack_without_measures_proposes_none() -> None:
    con = make_warehouse()
    pack = replace(PACKS["fujian-2021"], measures=())
    run_pack(con, "2021-06", pack, {"h": DROPPED})
    assert rows(con, "SELECT measures FROM alerts") == [{"measures": ""}]


@pytest.mark.parametrize(
    ("figures", "margin", "change"),
    [
        # below the line: avoided at the line itself
        ({"income_12m": "21455.99", "income_prev_12m": 21456}, "-0.01", "近十二个月家庭收入增加0.01元"),
        # at the line of a drop, which counts as one: a cent more
        ({"income_12m": 42000}, "0", "近十二个月家庭收入增加0.01元"),
        # seven tenths of 60,000.01 is no amount: the first cent beyond it
        ({"income_12m": 42000, "income_prev_12m": "60000.01"}, "-0.007", "近十二个月家庭收入增加0.01元"),
        # twice as much as before: a cent less than that
        ({"illness_expense_12m": 6000}, "0", "近十二个月刚性支出减少0.01元"),
        # two rules on one figure: what the further line asks for
        ({"income_12m": 20000}, "-22000", "近十二个月家庭收入增加22000.01元"),
        # each of two figures has a rule of its own
        (
            {"income_12m": 42000, "illness_expense_12m": 6000},
            "0",
            "近十二个月家庭收入增加0.01元；近十二个月刚性支出减少0.01元",
        ),
        # a guarantee has neither line nor margin
        ({"guarantee_education": True}, None, "义务教育保障得到解决"),
    ],
)
def test_margin_and_smallest_change(figures: dict[str, Any], margin: str | None, change: str) -> None:
    con = make_warehouse()
    run_month(con, "2021-06", "fujian-2021", {"h": figures})
    alerts = rows(con, "SELECT margin, smallest_change FROM alerts")
    assert alerts == [{"margin": None if margin is None else Decimal(margin), "smallest_change": change}]


def test_the_margin_is_of_the_rule_that_made_the_alert_red() -> None:
    con = make_warehouse()
    run_month(con, "2021-06", "fujian-2021", {"h": {"income_12m": 15000, "income_prev_12m": 30000}})
    assert rows(con, "SELECT level, rules, margin FROM alerts") == [
        {"level": "red", "rules": "low_income,income_drop", "margin": Decimal(-6000)}
    ]


def test_a_cleared_alert_keeps_what_it_was_raised_for(own_pack: str) -> None:
    con = make_warehouse()
    kept = "level, target_class, causes, rules, cites, measures"
    run_month(con, "2021-06", own_pack, {"h": {**DROPPED, "has_labour": True}})
    run_month(con, "2021-07", own_pack, {"h": {}})
    states = rows(con, "SELECT state, months_open FROM alerts ORDER BY period")
    assert states == [{"state": "new", "months_open": 1}, {"state": "cleared", "months_open": 2}]
    assert len(rows(con, f"SELECT DISTINCT {kept} FROM alerts")) == 1
    figures = rows(con, "SELECT margin, smallest_change FROM alerts WHERE state = 'cleared'")
    assert figures == [{"margin": None, "smallest_change": ""}]  # figures of the month before


def test_every_alert_names_the_countys_own_lines_and_they_alone() -> None:
    con = make_warehouse()
    own = {"subsistence_standard": 8000, "income_drop_ratio": 0.2}
    run_month(con, "2021-05", "fujian-2021", {"h": DROPPED, "gone": DROPPED})
    run_month(con, "2021-06", "fujian-2021", {"h": DROPPED, "gone": {}}, own)
    lines = rows(con, "SELECT period, state, county_lines FROM alerts ORDER BY period, household_id DESC")
    assert [tuple(row.values()) for row in lines] == [
        ("2021-05", "new", ""),
        ("2021-05", "new", ""),
        # income_line is 8,000 now too, but follows from the county's standard
        ("2021-06", "continuing", "subsistence_standard=8000;income_drop_ratio=0.2"),
        ("2021-06", "cleared", "subsistence_standard=8000;income_drop_ratio=0.2"),
    ]


def test_a_word_changed_in_a_pack_changes_the_version_in_every_alert(tmp_path: Path) -> None:
    written = files("rules").joinpath("packs/national-2020/pack.yaml").read_text(encoding="utf-8")
    versions = []
    for key, text in (("as-it-is", written), ("changed", written.replace("value: 0.30", "value: 0.31"))):
        (tmp_path / key).mkdir()
        (tmp_path / key / "pack.yaml").write_text(text, encoding="utf-8")
    for key in ("as-it-is", "changed"):
        con = make_warehouse()
        run_pack(con, "2021-06", load_packs(tmp_path)[key], {"h": DROPPED, "g": DROPPED})
        ((version,),) = con.execute("SELECT DISTINCT pack_version FROM alerts").fetchall()
        versions.append(version)
    assert versions[0] != versions[1]
    assert PACKS["national-2020"].pack_version == versions[0]


def test_a_past_period_made_again_after_later_ones_is_the_same_to_the_byte() -> None:
    con = make_warehouse()
    county = {
        f"h{n:02}": {
            "income_12m": 30000 + 900 * n,
            "illness_expense_12m": 3000 * (n % 5),
            "guarantee_education": n % 7 == 0 or None,
            "has_labour": [True, False, None][n % 3],
        }
        for n in range(40)
    }
    run_month(con, "2021-05", "national-2020", county)
    later = {household: {**figures, "income_12m": 50000} for household, figures in county.items()}
    run_month(con, "2021-06", "fujian-2021", later)
    published = published_tables(con)
    for period, pack, households in (
        ("2021-06", "fujian-2021", later),
        ("2021-05", "national-2020", county),
    ):
        run_month(con, period, pack, households)
        assert published_tables(con) == published


def published_tables(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    """Every published row in the order in which it is stored, within its period."""
    tables = ("rule_results", "alerts", "alert_evidence", "rules_in_force")
    return {table: con.execute(f"FROM {table} ORDER BY period, rowid").fetchall() for table in tables}
