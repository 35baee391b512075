"""Every rule of every pack has a hit, a boundary, missing data, a time before it and a place outside."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import sqlglot
from sqlglot import exp

from rules.declarations.conditions import names, value_of
from rules.declarations.pack import parameters
from tests.rules.golden import (
    BY_NAME,
    CASES,
    IN_FORCE,
    county,
    first_day,
    ids,
    lines,
    periods,
    published,
    rules_of,
)
from tests.rules.warehouse import PACKS, USUAL, derived, money

KINDS = {"hit", "boundary", "missing", "before", "outside"}
OF_A_RULE = [(p, c, name) for p, c, name in ids(BY_NAME) if "rule" in c]


def kinds_shown(rule: str, cases: list[dict[str, Any]]) -> set[str]:
    return {case["kind"] for case in cases if rule in rules_of(case)}


@pytest.mark.parametrize(("pack", "rule"), [(p, rule) for p, pack in PACKS.items() for rule in pack.rules])
def test_every_rule_has_a_case_of_every_kind(pack: str, rule: str) -> None:
    assert kinds_shown(rule, CASES[pack]) == KINDS


def test_a_rule_without_cases_has_no_kind() -> None:
    assert kinds_shown("new_rule", CASES["fujian-2021"]) == set()


@pytest.mark.parametrize("pack", PACKS)
def test_every_case_names_a_requirement_and_rules_of_its_pack(pack: str) -> None:
    for case in CASES[pack]:
        assert case["requirement"], case["name"]
        assert set(rules_of(case)) <= PACKS[pack].rules.keys(), case["name"]
        assert ("kind" in case) == bool(rules_of(case)), case["name"]


@pytest.mark.parametrize(("pack", "case"), [pytest.param(p, c, id=name) for p, c, name in OF_A_RULE])
def test_a_case_is_of_its_kind(pack: str, case: dict[str, Any]) -> None:
    period, rule = periods(pack)[0], case["rule"]
    outcome = published(county(pack, lines(case)), period, case["name"])["outcomes"].get(rule)
    if case["kind"] == "boundary":
        assert on_the_boundary(pack, rule, case)
    else:
        assert outcome == {"hit": "fires", "missing": "unknown"}[case["kind"]]


@pytest.mark.parametrize(("pack", "case"), [pytest.param(p, c, id=name) for p, c, name in ids(IN_FORCE)])
def test_a_case_is_before_or_outside(pack: str, case: dict[str, Any]) -> None:
    document, day = PACKS[pack].document, first_day(case["period"])
    if case["kind"] == "before":
        assert day < document.since.replace(day=1)
        assert case["area"].startswith(document.area)
    else:
        assert day >= document.since.replace(day=1)
        assert document.area == "" or not case["area"].startswith(document.area)


def on_the_boundary(pack: str, name: str, case: dict[str, Any]) -> bool:
    """Exact equality of a comparison; without one, a single flag that decides by itself."""
    condition = PACKS[pack].rules[name].condition
    household = derived({**USUAL, **case["months"][0]["household"]})
    sides = list(comparisons(condition))
    if not sides:
        decided = [household[flag] for flag in names(condition) if household[flag] is not None]
        return decided in ([True], [False])
    figures = {word: money(value) for word, value in household.items() if is_number(value)}
    known = figures | parameters(PACKS[pack], periods(pack)[0], json.loads(lines(case)))
    return any(value_of(left, known) == value_of(right, known) for left, right in sides)


def comparisons(condition: str) -> Iterator[tuple[str, str]]:
    tree = sqlglot.parse_one(condition, dialect="duckdb")
    for comparison in tree.find_all(exp.LT, exp.LTE, exp.GT, exp.GTE):
        yield comparison.this.sql(dialect="duckdb"), comparison.expression.sql(dialect="duckdb")


def is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
