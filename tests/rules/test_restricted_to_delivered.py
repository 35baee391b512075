"""A pack is applied without the operands that no source of the county has ever delivered."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import TypeAdapter

from data_contracts.errors import SettingsError
from rules.declarations.follow_up import Elimination, Measure
from rules.declarations.model import Classification, Level, Operand, Pack, Rule, Shown
from rules.declarations.operands import load_operands, restricted_to_delivered, words_of
from rules.declarations.pack import load_packs

NATIONAL = load_packs()["national-2020"]
OPERANDS = load_operands()
WATER, ROAD = {"water"}, {"public_security"}


def rule(condition: str, *evidence: Shown, **causes: str) -> Rule:
    texts: dict[str, Any] = {"says": "。", "unknown": "。", "checks": "。", "articles": ("三(二)",)}
    return Rule(
        label="规则",
        requirements=("F6",),
        basis="local_interpretation",
        condition=condition,
        evidence=evidence,
        causes=causes,
        **texts,
    )


GUARANTEE = rule(
    "guarantee_education or guarantee_water",
    Shown("guarantee_education"),
    Shown("guarantee_water"),
    guarantee_education="guarantee_education",
    guarantee_water="guarantee_water",
)
ACCIDENT = rule(
    "accident_expense_12m >= income_line and accident_expense_12m > 0",
    Shown("accident_expense_12m", "income_line"),
    accident="accident_expense_12m",
)
BOTH = rule(
    "rigid_expense_12m + accident_expense_12m > income_line",
    Shown("rigid_expense_12m", "income_line - accident_expense_12m"),
    Shown("accident_expense_12m"),
    illness="rigid_expense_12m + accident_expense_12m",
)
ALWAYS = rule("1 > 0", Shown("members"))
HELP: dict[str, Any] = {"says": "帮扶", "unit": "乡镇", "requirements": ("F10",), "articles": ("三(二)",)}
PACK: Pack = replace(
    NATIONAL,
    rules={"guarantee": GUARANTEE, "accident": ACCIDENT, "both": BOTH, "always": ALWAYS},
    levels={
        "red": Level(rules=("guarantee", "accident"), condition="guarantee_water or members > 3"),
        "orange": Level(rules=("both", "always", "accident")),
        "yellow": Level(rules=("accident",)),
    },
    classify=(
        Classification("unstable", rules=("accident",)),
        Classification("unstable", rules=("accident", "both")),
        Classification("marginal"),
    ),
    measures=(Measure(rules=("accident",), **HELP), Measure(**HELP)),
    elimination=Elimination(
        months=(3,),
        condition="not guarantee_water and not guarantee_education",
        quiet_months=3,
        says="。",
        requirements=("F9",),
        articles=("三(二)",),
    ),
)


def test_an_undelivered_flag_is_false_in_conditions_and_neither_evidence_nor_cause() -> None:
    restricted = restricted_to_delivered(PACK, OPERANDS, set())
    guarantee = restricted.rules["guarantee"]
    assert "guarantee_water" not in guarantee.condition
    assert "FALSE" in guarantee.condition
    assert "guarantee_education" in guarantee.condition
    assert [shown.operand for shown in guarantee.evidence] == ["guarantee_education"]
    assert list(guarantee.causes) == ["guarantee_education"]


def test_a_rule_with_undelivered_operands_only_is_not_in_force() -> None:
    restricted = restricted_to_delivered(PACK, OPERANDS, WATER)
    assert list(restricted.rules) == ["guarantee", "both", "always"]
    assert {name: level.rules for name, level in restricted.levels.items()} == {
        "red": ("guarantee",),
        "orange": ("both", "always"),
    }
    assert [entry.rules for entry in restricted.classify] == [("both",), None]
    assert [measure.rules for measure in restricted.measures] == [None]


def test_an_undelivered_amount_is_0_in_conditions_and_lines() -> None:
    both = restricted_to_delivered(PACK, OPERANDS, WATER).rules["both"]
    expressions = [both.condition, both.evidence[0].line, both.causes["illness"]]
    assert len(both.evidence) == 1
    assert not any("accident_expense_12m" in str(expression) for expression in expressions)


def test_conditions_of_levels_and_of_elimination_are_restricted_too() -> None:
    restricted = restricted_to_delivered(PACK, OPERANDS, ROAD)
    assert restricted.elimination is not None
    assert "guarantee_water" not in restricted.levels["red"].condition
    assert "guarantee_water" not in restricted.elimination.condition


def test_a_pack_whose_sources_have_all_delivered_stays_as_it_is() -> None:
    assert restricted_to_delivered(PACK, OPERANDS, WATER | ROAD) == PACK


def test_a_pack_without_any_rule_left_is_an_error_and_never_an_empty_list() -> None:
    with pytest.raises(SettingsError, match="national-2020"):
        restricted_to_delivered(replace(PACK, rules={"accident": ACCIDENT}), OPERANDS, WATER)


@pytest.mark.parametrize("delivered", [set[str](), WATER])
def test_version_and_digest_are_those_of_the_whole_pack(delivered: set[str]) -> None:
    restricted = restricted_to_delivered(PACK, OPERANDS, delivered)
    assert (restricted.digest, restricted.pack_version) == (PACK.digest, PACK.pack_version)


def test_operands_of_the_first_sources_are_never_left_out() -> None:
    first = {"education", "emergency", "health_insurance", "incomes"}
    rules = restricted_to_delivered(NATIONAL, OPERANDS, set()).rules
    assert NATIONAL.rules.keys() - rules.keys() == {"department_clue"}
    assert not any(o.optional for o in OPERANDS.values() if set(o.sources) & first)


def test_a_flag_without_a_report_is_false_only_where_a_source_answers_for_it() -> None:
    spec = {"label": "甲", "unit": "是/否", "kind": "flag", "of": {"measure": "x"}, "sources": ["a", "b"]}
    own = TypeAdapter(Operand).validate_python(spec | {"answered_by": ["a"]})
    assert own.covered_by == ("a",)
    assert TypeAdapter(Operand).validate_python(spec).covered_by == ("a", "b")
    assert TypeAdapter(Operand).validate_python(spec | {"kind": "count"}).covered_by == ()


def test_words_of_a_pack_are_those_of_expressions_evidence_and_sentences() -> None:
    words = words_of(replace(PACK, rules={"both": replace(BOTH, says="{income_12m}元")}))
    assert {"income_12m", "rigid_expense_12m", "accident_expense_12m", "guarantee_water"} <= words
    assert "visit_risk" not in words
