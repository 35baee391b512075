"""Comparisons of amounts of which only a bound is known: expression, what is known, and the answer."""

import duckdb
import pytest

from rules.declarations.bounds import BEYOND, Bounds
from rules.declarations.conditions import to_sql
from rules.declarations.sentences import sentence_sql

BOUNDS: Bounds = {"bills": "at_least", "losses": "at_least", "net": "at_most"}
FIGURES = "SELECT {bills} AS bills, {losses} AS losses, {net} AS net, 50 AS income, false AS flag"
WIDE = "CAST({} AS DECIMAL(20, 2))"  # as the engine holds amounts
HELD = f"* REPLACE ({WIDE.format('bills')} AS bills, {WIDE.format('losses')} AS losses)"
MOST, LEAST = WIDE.format(BEYOND), WIDE.format(-BEYOND)
ENDS = f'{HELD}, {MOST} AS "bills at most", {MOST} AS "losses at most", {LEAST} AS "net at least"'
WHOLE = '*, bills AS "bills at most", losses AS "losses at most", net AS "net at least"'

CASES = [
    ("bills >= 10", {"bills": 10}, True),
    ("bills >= 10", {"bills": 9}, None),
    ("bills < 10", {"bills": 10}, False),
    ("bills < 10", {"bills": 9}, None),
    ("not bills >= 10", {"bills": 10}, False),
    ("bills >= 10 and bills < 30", {"bills": 40}, False),
    ("bills >= 10 and bills < 30", {"bills": 15}, None),
    ("bills >= 10 or flag", {"bills": 9}, None),
    ("bills >= 10 and flag", {"bills": 9}, False),
    ("bills = 5", {"bills": 6}, False),
    ("bills = 5", {"bills": 5}, None),
    ("bills != 5", {"bills": 6}, True),
    ("2 * bills > 19", {"bills": 10}, True),
    ("-bills <= -10", {"bills": 10}, True),
    ("bills * losses >= 6", {"bills": 2, "losses": 3}, True),
    ("bills * losses >= 6", {"bills": 2, "losses": 0}, None),
    ("abs(bills - 5) < 3", {"bills": 0}, None),
    ("abs(bills - 5) < 3", {"bills": 8}, False),
    ("least(bills, 3) >= 5", {"bills": 0}, False),
    ("least(bills, 3) >= 3", {"bills": 3}, True),
    ("greatest(bills, 7) > 6", {"bills": 0}, True),
    ("coalesce(bills, 0) > 0", {"bills": 1}, True),
    ("income - bills < 50", {"bills": 1}, True),
    ("income - bills < 50", {"bills": 0}, None),
    ("income - bills >= 50", {"bills": 1}, False),
    ("bills - losses > 0", {"bills": 5, "losses": 1}, None),
    ("bills + losses >= 6", {"bills": 5, "losses": 1}, True),
    ("net < 5", {"net": 4}, True),
    ("net < 5", {"net": 5}, None),
    ("net >= 5", {"net": 4}, False),
    ("bills > 0", {"bills": "NULL"}, None),
]


def answered(text: str, ends: str, figures: dict[str, object]) -> bool | None:
    known = FIGURES.format(**({"bills": 0, "losses": 0, "net": 0} | figures))
    query = f"SELECT {to_sql(text, {}, BOUNDS)} FROM (SELECT {ends} FROM ({known}))"
    ((answer,),) = duckdb.sql(query).fetchall()
    return answer  # type: ignore[no-any-return]


@pytest.mark.parametrize(("text", "figures", "expected"), CASES, ids=str)
def test_a_comparison_is_decided_where_every_amount_decides_it_alike(
    text: str, figures: dict[str, object], expected: bool | None
) -> None:
    assert answered(text, ENDS, figures) is expected


@pytest.mark.parametrize(("text", "figures"), [(text, figures) for text, figures, _ in CASES[:-1]], ids=str)
def test_a_whole_figure_is_compared_as_ever(text: str, figures: dict[str, object]) -> None:
    known = FIGURES.format(**({"bills": 0, "losses": 0, "net": 0} | figures))
    plain = duckdb.sql(f"SELECT {to_sql(text, {})} FROM ({known})").fetchall()
    assert [(answered(text, WHOLE, figures),)] == plain


def test_a_bound_is_called_one() -> None:
    words = dict.fromkeys(("bills", "net", "income"), "number")
    sentence = sentence_sql("支出{bills}元，结余{income - bills}元，人均{net}元", words, {}, BOUNDS)  # type: ignore[arg-type]
    known = FIGURES.format(bills=20, losses=0, net=7)
    for ends, expected in (
        (ENDS, "支出至少20元，结余至多30元，人均至多7元"),
        (WHOLE, "支出20元，结余30元，人均7元"),
    ):
        assert duckdb.sql(f"SELECT {sentence} FROM (SELECT {ends} FROM ({known}))").fetchall() == [
            (expected,)
        ]
