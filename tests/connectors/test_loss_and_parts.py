"""Losses in several columns: a total, its parts, or parts alone."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.readers.typed_rows import TypedRows
from tests.connectors.sheets import N, book, refusal, typed

WHO = ["姓名", "证件号码", "灾种", "受灾日期"]
SENT = ["甲", N, "台风", "2021-05-21"]


def read(tmp_path: Path, titles: list[str], *amounts: list[Any]) -> TypedRows:
    rows = [[*WHO, *titles], *([*SENT, *cells] for cells in amounts)]
    return typed(book(tmp_path / "受灾.xlsx", {"受灾": rows}))


def losses(rows: TypedRows) -> list[Decimal | None]:
    return rows.accepted["loss"].to_list()


def said(rows: TypedRows, code: str) -> list[str]:
    return [notice.message for notice in rows.notices if notice.code == code]


@pytest.mark.parametrize(
    "titles",
    [
        ["损失金额", "损失金额", "损失金额", "直接经济损失合计"],
        ["房屋损失", "农作物损失", "畜禽及其他损失", "直接经济损失合计"],
        ["房屋损失金额", "农作物（水产）损失金额", "其他损失", "损失金额"],
        ["住房损失额", "种植业损失额", "家庭财产损失额", "经济损失"],
    ],
)
def test_the_total_counts_and_fills_in_from_its_parts(tmp_path: Path, titles: list[str]) -> None:
    rows = read(
        tmp_path,
        titles,
        [3600, 2150, None, 5750],
        [5100, 1200, "/", None],
        [28000, None, 2400, 30000],
        ["", "", "", ""],
    )
    assert losses(rows) == [5750, 6300, 30000]
    assert rows.rejected.select("row_number", "reason").rows() == [(4, "损失金额为空")]
    assert said(rows, "added_up") == [
        "损失金额：没有填合计，已按各分项之和计入（1 行）：第 3 行（数据第 2 行）"
    ]
    assert said(rows, "total_differs") == [
        "损失金额：合计与各分项之和不符，按合计计入（1 行）：第 4 行（数据第 3 行）"
    ]


def test_parts_in_ten_thousands_agree_within_their_last_digit(tmp_path: Path) -> None:
    titles = ["房屋损失（万元）", "农作物损失（万元）", "直接经济损失合计（万元）"]
    rows = read(tmp_path, titles, [1.65, 0.09, 1.736], [1, 0.5, None])
    assert losses(rows) == [17360, 15000]
    assert not said(rows, "total_differs")


def test_an_empty_total_without_known_parts_is_still_returned(tmp_path: Path) -> None:
    rows = read(tmp_path, ["损失金额", "受灾面积", "备注"], [None, 3, "x"], [5, 3, "x"])
    assert rows.rejected["reason"].to_list() == ["损失金额为空"]


def test_one_part_beside_the_total_is_no_sum(tmp_path: Path) -> None:
    rows = read(tmp_path, ["农作物损失", "直接经济损失"], [3000, 8000], [3000, None])
    assert losses(rows) == [8000]
    assert rows.rows_rejected == 1
    assert not said(rows, "total_differs")


def test_parts_without_a_total_add_up_and_the_receipt_names_them(tmp_path: Path) -> None:
    rows = read(tmp_path, ["房屋损失", "农作物损失"], [3600, 2150], [None, 10])
    assert losses(rows) == [5750, 10]
    (message,) = said(rows, "added_columns")
    assert "已把“房屋损失”、“农作物损失”各列相加" in message


GROUPS = [*WHO, "房屋受损情况", "", "农作物（水产）受损情况", "", "畜禽及其他", "", "直接经济损失合计"]
NAMES = ["", "", "", "", "倒塌（间）", "损失金额", "品种", "损失金额", "名称数量", "损失金额", ""]
MERGED = ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1", "G1:H1", "I1:J1"]


def test_sub_columns_of_different_damage_are_parts_of_their_total(tmp_path: Path) -> None:
    rows = [
        [*SENT, 1, 3600, "早稻", 2150, "鸭", 100, 5850],
        [*SENT, 1, 5100, "早稻", 1200, "", "", None],
        [*SENT, 1, 3600, "早稻", 2150, "鸭", 100, 600],
    ]
    merged = {"表": [*MERGED, "K1:K2"]}
    read_rows = typed(book(tmp_path / "a.xlsx", {"表": [GROUPS, NAMES, *rows]}, merged=merged))
    assert losses(read_rows) == [5850, 6300]
    assert said(read_rows, "added_up")[0].endswith("第 4 行（数据第 2 行）")
    assert read_rows.rejected["reason"].to_list() == ["损失金额：各分项之和与所填的小计不符"]


def test_sub_columns_of_different_damage_without_a_total_are_asked_about(tmp_path: Path) -> None:
    rows = [GROUPS[:-1], NAMES[:-1], [*SENT, 1, 3600, "早稻", 2150, "鸭", 100]]
    message = refusal(book(tmp_path / "a.xlsx", {"表": rows}, merged={"表": MERGED})).message
    assert "“房屋受损情况损失金额”" in message
    assert "若各是一部分，请相加后填在“损失金额”一列" in message


@pytest.mark.parametrize(
    "titles", [["损失金额", "损失金额"], ["经济损失", "因灾损失"], ["损失金额", "损失金额", "损失金额"]]
)
def test_equal_names_without_a_total_are_asked_about_and_none_is_to_be_kept_alone(
    tmp_path: Path, titles: list[str]
) -> None:
    rows = [[*WHO, *titles], [*SENT, *range(len(titles))]]
    message = refusal(book(tmp_path / "a.xlsx", {"表": rows})).message
    assert "都可能是“损失金额”" in message
    assert "若各是一部分，请相加后填在“损失金额”一列" in message
    assert "只保留一列" not in message


def test_a_part_alone_is_not_offered_as_the_whole(tmp_path: Path) -> None:
    message = refusal(book(tmp_path / "a.xlsx", {"表": [[*WHO, "房屋损失"], [*SENT, 5]]})).message
    assert "“房屋损失”看来只是“损失金额”的一部分，请补上“损失金额”一列" in message
    assert "是否即" not in message


def test_losses_as_reported_and_as_checked_are_no_parts(tmp_path: Path) -> None:
    rows = read(tmp_path, ["上报损失金额", "核定损失金额"], [5000, 4000])
    assert losses(rows) == [4000]


def test_a_group_of_parts_with_an_empty_sum_is_named(tmp_path: Path) -> None:
    head = [[*WHO, "损失金额", "", ""], ["", "", "", "", "房屋", "农作物", "小计"], [*SENT, 5100, 1200, None]]
    merged = {"表": ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1"]}
    rows = typed(book(tmp_path / "a.xlsx", {"表": head}, merged=merged))
    assert losses(rows) == [6300]
    assert said(rows, "added_up")


def test_an_unreadable_part_matters_only_where_the_total_is_empty(tmp_path: Path) -> None:
    rows = read(tmp_path, ["房屋损失", "农作物损失", "损失合计"], ["两间", 10, 500], ["两间", 10, None])
    assert losses(rows) == [500]
    assert rows.rejected.select("row_number", "code").rows() == [(2, "unreadable_amount")]
