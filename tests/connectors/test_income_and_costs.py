"""Income ledgers with income, costs and a total of the row: business income is what is left after costs."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.readers.typed_rows import TypedRows
from tests.connectors.sheets import book, refusal, typed

TITLES = [
    "户编号",
    "月份",
    "工资性收入",
    "生产经营性收入",
    "财产性收入",
    "转移性收入",
    "其中:低保金",
    "生产经营性支出",
    "纯收入",
]


def read(tmp_path: Path, *rows: list[Any], titles: list[str] = TITLES) -> TypedRows:
    return typed(book(tmp_path / "台账.xlsx", {"台账": [["收入台账"], titles, *rows]}), "incomes")


def business(rows: TypedRows) -> list[Decimal | None]:
    return rows.accepted["business"].to_list()


def said(rows: TypedRows, code: str) -> list[str]:
    return [notice.message for notice in rows.notices if notice.code == code]


def test_income_less_costs_is_the_business_income_of_the_row(tmp_path: Path) -> None:
    rows = read(
        tmp_path,
        ["H1", "201906", 3219, 185, None, 156, None, 315, 3245],
        ["H1", "201907", 2730.71, 1613, 0, 0, None, None, 4343.71],
        ["H1", "201908", 10, None, 0, 0, None, 74, -64],
        ["H1", "201909", 10, None, 0, 0, None, None, 10],
    )
    assert business(rows) == [-130, 1613, -74, None]
    (message,) = said(rows, "difference")
    assert message == "没有“生产经营净收入”一列，已按“生产经营性收入”减“生产经营性支出”计算"
    assert not said(rows, "row_total")


@pytest.mark.parametrize(
    ("income", "cost"),
    [
        ("生产经营收入", "生产经营支出"),
        ("经营性收入", "经营性支出"),
        ("家庭经营收入", "家庭经营费用支出"),
        ("生产经营性收入（元）", "生产成本（元）"),
        ("经营收入", "经营成本"),
    ],
)
def test_income_and_costs_have_many_names(tmp_path: Path, income: str, cost: str) -> None:
    titles = ["户编号", "月份", "工资性收入", income, cost]
    assert business(read(tmp_path, ["H1", "202105", 1, 900, 500], titles=titles)) == [400]


def test_a_total_that_is_not_the_sum_is_named_and_the_parts_count(tmp_path: Path) -> None:
    rows = read(
        tmp_path,
        ["H1", "202105", 100, 50, None, None, None, 20, 130],
        ["H2", "202105", 100, 50, None, None, None, 20, 150],
        ["H3", "202105", 100, 50, None, None, None, 20, 130.01],
        ["H4", "202105", 100, 50, None, None, None, 20, 130.02],
        ["H5", "202105", 100, 50, None, None, None, 20, None],
    )
    assert business(rows) == [30] * 5
    (message,) = said(rows, "row_total")
    assert message == (
        "表中的纯收入与工资性收入、生产经营净收入、财产净收入、转移净收入之和不符，"
        "按各项收入计入，请核对有没有漏填或填错列的收入（2 行）："
        "第 4、6 行（数据第 2、4 行）"
    )


def test_a_gross_total_may_be_before_costs(tmp_path: Path) -> None:
    titles = [*TITLES[:-1], "总收入合计"]
    rows = read(
        tmp_path,
        ["H1", "202105", 100, 50, None, None, None, 20, 150],
        ["H2", "202105", 100, 50, None, None, None, 20, 130],
        ["H3", "202105", 100, 50, None, None, None, 20, 170],
        titles=titles,
    )
    (message,) = said(rows, "row_total")
    assert message.endswith("（1 行）：第 5 行（数据第 3 行）")


def test_a_deleted_column_shows_in_the_total(tmp_path: Path) -> None:
    titles = ["户编号", "月份", "工资性收入", "转移性收入", "家庭纯收入"]
    rows = read(tmp_path, ["H1", "202105", 100, 50, 450], titles=titles)
    assert said(rows, "row_total")


def test_income_alone_is_a_question_that_does_not_lose_it(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"表": [TITLES[:4], ["H1", "202105", 100, 50]]})
    message = refusal(path, "incomes").message
    assert "您的“生产经营性收入”是否即“生产经营净收入”？" in message
    assert "请填“生产经营净收入”（收入减支出）" in message
    assert "删去" not in message


def test_costs_alone_ask_for_what_is_left_after_them(tmp_path: Path) -> None:
    titles = ["户编号", "月份", "工资性收入", "生产经营性支出"]
    message = refusal(
        book(tmp_path / "a.xlsx", {"表": [titles, ["H1", "202105", 100, 50]]}), "incomes"
    ).message
    assert "“生产经营性支出”要从收入中减去，表中却没有收入一列：请填“生产经营净收入”（收入减支出）" in message


def test_net_income_of_its_own_counts_and_is_held_against_income_and_costs(tmp_path: Path) -> None:
    titles = ["户编号", "月份", "工资性收入", "生产经营净收入", "生产经营性收入", "生产经营性支出"]
    rows = read(
        tmp_path,
        ["H1", "202105", 1, 30, 50, 20],
        ["H2", "202105", 1, 50, 50, 20],
        ["H3", "202105", 1, None, 50, 20],
        titles=titles,
    )
    assert business(rows) == [30, 50, 30]
    assert said(rows, "total_differs")[0].endswith("第 4 行（数据第 2 行）")
    assert said(rows, "added_up")[0].endswith("第 5 行（数据第 3 行）")


def test_costs_beside_net_income_change_nothing(tmp_path: Path) -> None:
    titles = ["户编号", "月份", "工资性收入", "生产经营净收入", "生产经营性支出"]
    assert business(read(tmp_path, ["H1", "202105", 1, 30, 20], titles=titles)) == [30]


def test_costs_written_with_a_minus_return_the_row(tmp_path: Path) -> None:
    rows = read(tmp_path, ["H1", "202105", 100, 50, None, None, None, -20, 130])
    assert rows.rejected["reason"].to_list() == ["生产经营净收入：收入、支出和各分项都应填正数"]


def test_costs_that_cannot_be_read_return_the_row(tmp_path: Path) -> None:
    rows = read(tmp_path, ["H1", "202105", 100, 50, None, None, None, "约二十", 130])
    assert rows.rejected["code"].to_list() == ["unreadable_amount"]


def test_sub_columns_of_income_and_of_costs(tmp_path: Path) -> None:
    head = [
        ["户编号", "月份", "工资性收入", "生产经营收入", "", "", "生产经营支出", "", "家庭纯收入"],
        ["", "", "", "种植", "养殖", "小计", "种子化肥", "饲料", ""],
        ["H1", "202105", 100, 60, 40, 100, 20, 30, 150],
    ]
    merged = {"表": ["A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:H1", "I1:I2"]}
    rows = typed(book(tmp_path / "a.xlsx", {"表": head}, merged=merged), "incomes")
    assert business(rows) == [50]
    assert not said(rows, "row_total")


def test_income_and_costs_below_one_group(tmp_path: Path) -> None:
    head = [
        ["户编号", "月份", "工资性收入", "生产经营", ""],
        ["", "", "", "收入", "支出"],
        ["H1", "202105", 100, 60, 45],
    ]
    merged = {"表": ["A1:A2", "B1:B2", "C1:C2", "D1:E1"]}
    assert business(typed(book(tmp_path / "a.xlsx", {"表": head}, merged=merged), "incomes")) == [15]
