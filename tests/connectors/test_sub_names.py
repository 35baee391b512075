"""Headers of two rows whose lower names nobody knows: they are names, and their groups stand before them."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from connectors.sheets.header_groups import Top
from connectors.sheets.sub_names import names_sub_columns
from tests.connectors.extracts import Rows, write_csv, write_xlsx
from tests.connectors.sheets import N, amounts, book, notices, refusal, typed

LOSSES: Rows = [
    ["洪涝灾害损失登记表"],
    ["序号", "姓名", "证件号码", "受灾日期", "房屋受损", "", "", "农作物受损", "", "损失合计", "备注"],
    ["", "", "", "", "倒塌（间）", "一般（间）", "损失金额", "面积", "损失金额", "", ""],
    [1, "甲", N, "2021-05-10", 1, "", 5000, 2.5, 300, 5300, ""],
    [2, "乙", "", "2021-05-10", "", "", "", 1.5, 200, "", ""],
    [3, "丙", "", "2021-05-10", "", 3, 900, "", "", 800, ""],
]
MERGED = ["A1:K1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:G2", "H2:I2", "J2:J3", "K2:K3"]


def both_ways(folder: Path, rows: Rows, merged: list[str]) -> Iterator[Path]:
    """The sheet as a workbook with merged cells, as one without, and as text."""
    yield book(folder / "a.xlsx", {"表": rows}, merged={"表": merged})
    yield write_xlsx(folder / "b.xlsx", rows)
    yield write_csv(folder / "a.csv", rows)


def test_the_losses_of_several_groups_are_parts_of_the_total_beside_them(tmp_path: Path) -> None:
    for path in both_ways(tmp_path, LOSSES, MERGED):
        read = typed(path)
        assert amounts(read) == [5300, 200]  # the total that was left blank is added up
        assert read.rejected.select("row_number", "code").rows() == [(3, "parts_differ")]
        assert "房屋受损倒塌（间）、房屋受损一般（间）、农作物受损面积" in notices(read)["unknown_columns"]


def test_names_below_groups_that_nobody_knows_are_no_columns_without_a_name(tmp_path: Path) -> None:
    rows = [
        ["学生姓名", "证件号码", "在校费用明细", "", "", "补助明细", "", "统计日期"],
        ["", "", "保教费", "伙食费", "小计", "生活补助", "免学费", ""],
        ["甲", N, 1500, 900, 2400, 500, "", "2021-03-01"],
    ]
    for path in both_ways(tmp_path, rows, ["A1:A2", "B1:B2", "C1:E1", "F1:G1", "H1:H2"]):
        read = typed(path, "education")
        assert read.rows_read == 1
        assert read.accepted["name"].to_list() == ["甲"]
        assert "在校费用明细伙食费" in "".join(notices(read).values())


def test_names_in_the_lower_row_beside_groups(tmp_path: Path) -> None:
    rows = [
        ["", "", "", "房屋情况", "", "其他", "", ""],
        ["姓名", "证件号码", "受灾日期", "间数", "损失金额", "品种", "损失金额", "直接经济损失合计"],
        ["甲", N, "2021-05-10", 1, 5000, "鸭", 300, 5300],
    ]
    titled = [["台风受灾登记表"], *rows]
    assert amounts(typed(book(tmp_path / "a.xlsx", {"表": titled}, merged={"表": ["D2:E2", "F2:G2"]}))) == [
        5300
    ]


def test_two_losses_below_groups_without_a_total_are_asked_about(tmp_path: Path) -> None:
    rows = [[row[n] if n < len(row) else "" for n in (*range(9), 10)] for row in LOSSES[1:]]
    error = refusal(write_csv(tmp_path / "洪涝.csv", rows))
    assert error.code == "duplicate_column"
    assert "“房屋受损损失金额”、“农作物受损损失金额”" in error.message


def test_three_rows_of_groups(tmp_path: Path) -> None:
    rows = [
        ["姓名", "证件号码", "受灾日期", "损失明细", "", "", "", "损失合计"],
        ["", "", "", "房屋", "", "作物", "", ""],
        ["", "", "", "间数", "折款", "亩数", "折款", ""],
        ["甲", N, "2021-05-10", 1, 5000, 2, 300, 5300],
    ]
    merged = ["A1:A3", "B1:B3", "C1:C3", "D1:G1", "D2:E2", "F2:G2", "H1:H3"]
    titled = [["台风受灾登记表"], *rows]
    shifted = [area.translate(str.maketrans("123", "234")) for area in merged]
    read = typed(book(tmp_path / "a.xlsx", {"表": titled}, merged={"表": shifted}))
    assert (read.rows_read, amounts(read)) == (1, [5300])


def test_a_column_without_a_name_is_named_with_its_sheet_and_the_row_of_the_header(tmp_path: Path) -> None:
    rows = [["洪涝"], ["姓名", "证件号码", "受灾日期", "", "损失金额"], ["甲", N, "2021-05-10", 1900, 100]]
    assert (
        "工作表“白沙”的表头（第 2 行）在第 D 列没有列名"
        in refusal(book(tmp_path / "a.xlsx", {"白沙": rows})).message
    )
    assert "表头（第 2 行）在第 D 列没有列名" in refusal(write_csv(tmp_path / "a.csv", rows)).message


@pytest.mark.parametrize(
    ("upper", "lower", "data"),
    [
        (["姓名", "地址", "", "金额"], ["甲", "青石", "上岭", "5"], ["乙", "青石", "下岭", "6"]),  # data
        (["姓名", "备注", "", "金额"], ["", "补报", "重户", ""], ["乙", "补报", "", "6"]),  # text below
        (["姓名", "金额", "", "备注"], ["", "100", "200", ""], ["乙", "300", "400", ""]),  # numbers
        (["台风登记表", "", "", ""], ["姓名", "证件号码", "金额", "备注"], ["乙", "", "400", ""]),  # a title
    ],
)
def test_rows_that_are_no_names_of_sub_columns(upper: list[str], lower: list[str], data: list[str]) -> None:
    assert not names_sub_columns(Top([upper, lower, data]), 0, 1)


def test_a_unit_below_a_group_is_no_name(tmp_path: Path) -> None:
    rows = [
        ["姓名", "证件号码", "灾种", "受灾日期", "损失金额", "救助金额"],
        ["", "", "", "", "万元", "元"],
        ["甲", N, "台风", "2021-05-10", 0.8, 100],
    ]
    read = typed(write_csv(tmp_path / "a.csv", rows))
    assert (amounts(read), amounts(read, "relief")) == ([Decimal(8000)], [100])
