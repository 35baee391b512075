"""Each side of a comparison is the engine's result under that pack alone; conditions are put into Chinese."""

import pytest

from rules.comparison import Side, compare
from rules.condition_words import in_words
from rules.declarations.citations import cites_of_rules
from rules.declarations.operands import load_operands
from rules.declarations.pack import parameters
from rules.parameter_basis import basis_in_words, local_parts
from tests.rules.drawn_households import drawn_households
from tests.rules.warehouse import PACKS, make_warehouse, rows, run_month

PERIOD = "2021-06"
A, B = "national-2020", "fujian-2021"


def side(key: str) -> Side:
    return Side(PACKS[key], parameters(PACKS[key], PERIOD, {}), load_operands())


@pytest.mark.parametrize(("name", "key"), [("a", A), ("b", B)])
def test_a_side_is_the_engine_under_that_pack(name: str, key: str) -> None:
    con = make_warehouse()
    run_month(con, PERIOD, key, drawn_households())
    before = rows(con, "FROM alerts ORDER BY household_id")
    compare(con, PERIOD, side(A), side(B))
    assert rows(con, "FROM alerts ORDER BY household_id") == before, "what is published stays"
    listed = {
        row["household_id"]: (row["outcome"], row["class"], ",".join(row["rules"]))
        for row in rows(
            con,
            f"SELECT household_id, outcome_{name} AS outcome, class_{name} AS class, rules_{name} AS rules "
            f"FROM compared_households WHERE outcome_{name} NOT IN ('none', 'unknown')",
        )
    }
    alerts = rows(con, "FROM alerts")
    assert listed == {
        row["household_id"]: (row["level"], row["target_class"], row["rules"]) for row in alerts
    }
    undecided = {
        (row["household_id"], rule)
        for row in rows(con, f"SELECT household_id, undecided_{name} AS rules FROM compared_households")
        for rule in row["rules"]
    }
    unknown = rows(con, "FROM rule_results WHERE outcome = 'unknown'")
    assert undecided == {(row["household_id"], row["rule"]) for row in unknown}
    assert {row["level"] for row in alerts} == {"red", "orange"}
    assert undecided


def test_households_differ_by_outcome_or_class_and_by_nothing_else() -> None:
    con = make_warehouse()
    run_month(con, PERIOD, A, drawn_households())
    compare(con, PERIOD, side(A), side(B))
    both = rows(con, "FROM compared_households")
    for row in both:
        differs = (row["outcome_a"], row["class_a"]) != (row["outcome_b"], row["class_b"])
        assert row["differs"] == differs
    assert 0 < sum(row["differs"] for row in both) < len(both)


def test_cites_of_every_rule_are_those_of_its_alerts() -> None:
    con = make_warehouse()
    run_month(con, PERIOD, B, {"h": {"income_12m": 1000, "income_prev_12m": 1000}})
    (alert,) = rows(con, "SELECT cites FROM alerts")
    cites = cites_of_rules(PACKS[B], PERIOD, parameters(PACKS[B], PERIOD, {}))
    assert alert["cites"] == "；".join(cites["low_income"])


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("a < 3 and not (b >= a or c)", "甲 低于 3，且 并非 （乙 不低于 甲，或 丙）"),
        ("coalesce(a, 0) * 2 - b <> abs(-a)", "甲（不明时按 0） × 2 － 乙 不等于 －甲 的绝对值"),
        ("greatest(a, b) <= least(a, 1.5)", "甲、乙 中较大的 不高于 甲、1.5 中较小的"),
        ("true", "总是成立"),
    ],
)
def test_a_condition_reads_as_chinese(expression: str, words: str) -> None:
    assert in_words(expression, {"a": "甲", "b": "乙", "c": "丙"}) == words


def test_a_parameter_rests_on_what_its_value_is_made_of() -> None:
    national = PACKS[A]
    assert local_parts(national, "income_line", ()) == ["poverty_standard"]
    assert basis_in_words(national, "line_multiple", ()) == "文件规定 国开发〔2020〕6号 三(二)"
    assert basis_in_words(national, "income_line", {"income_line"}) == "本地口径，本县设定"
    assert basis_in_words(PACKS[B], "income_line", {"subsistence_standard"}).endswith(
        "其中当地农村低保标准为本地口径"
    )
