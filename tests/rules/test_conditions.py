"""What a condition may contain, and that it is evaluated exactly, as true, false or unknown."""

from decimal import Decimal
from typing import Any

import duckdb
import pytest

from data_contracts.errors import SettingsError
from rules.declarations.conditions import Kind, kind_of, names, to_sql, value_of

WORDS: dict[str, Kind] = {"income": "number", "before": "number", "in_question": "boolean", "ratio": "number"}


@pytest.mark.parametrize(
    "text",
    [
        "income < (SELECT max(income) FROM household_months)",
        "income < 1; DROP TABLE alerts",
        "sum(income) < 1",
        "round(income) < 1",
        "income / 2 < 1",  # division leaves exact decimals
        "income < 1e3",  # a floating-point literal
        "CAST(income AS DOUBLE) < 1",
        "income IS NULL",  # would turn unknown into a decision
        "CASE WHEN in_question THEN in_question END",
        "income IN (1, 2)",
        "income BETWEEN 1 AND 2",
        "household_months.income < 1",
        "undeclared < 1",
        "income < '1'",
        "income < $period",
        "income AND in_question",
        "in_question < 1",
        "in_question + 1 < 2",
        "income <",
        "",
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        kind_of(text, WORDS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("income <= (1 - ratio) * before AND before > 0", "boolean"),
        ("NOT in_question OR income <> -1.5", "boolean"),
        ("greatest(income, least(before, 2), abs(income), coalesce(income, 0))", "number"),
    ],
)
def test_accepted(text: str, kind: Kind) -> None:
    assert kind_of(text, WORDS) == kind


def test_names() -> None:
    assert names("income < (1 - ratio) * before") == {"income", "ratio", "before"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b < 0.3", False),  # a binary sum of 0.1 and 0.2 is above 0.3, the exact one equal
        ("a + b = 0.3", True),
        ("greatest(a, missing) < 1", None),  # DuckDB's own greatest would skip the unknown
        ("least(missing, greatest(missing, a)) < 1", None),
        ("greatest(a, b) = b", True),
        ("missing < 1 AND a > 1", False),
        ("missing < 1 OR a < 1", True),
        ("missing < 1 AND a < 1", None),
        ("large * 999999999999.9999 > 0", True),  # beyond 18 digits
    ],
)
def test_calculated(text: str, expected: bool | None) -> None:
    assert evaluated(text) is expected


def test_parameters_stay_exact() -> None:
    assert evaluated("c = (1 - ratio) * d", ratio=Decimal("0.3000")) is True


def evaluated(text: str, **parameters: Decimal) -> Any:
    source = """SELECT 0.1::DECIMAL(20, 2) AS a, 0.2::DECIMAL(20, 2) AS b, NULL::DECIMAL(20, 2) AS missing,
        0.07::DECIMAL(20, 2) AS c, 0.10::DECIMAL(20, 2) AS d, 999999999999.99::DECIMAL(20, 2) AS large"""
    with duckdb.connect() as con:
        row = con.execute(f"SELECT {to_sql(text, parameters)} FROM ({source})").fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("line * 1.5", "6000"),
        ("greatest(line, 7152) - 2 * (1 + abs(-1))", "7148"),
        ("coalesce(least(line, 3), 9)", "3"),
    ],
)
def test_value_of(text: str, value: str) -> None:
    assert value_of(text, {"line": Decimal(4000)}) == Decimal(value)
