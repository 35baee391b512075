"""Columns of money that are not used stand out; a file without an amount that counts is asked about them."""

from pathlib import Path

import pytest

from tests.connectors.extracts import Rows, write_csv, write_xlsx
from tests.connectors.sheets import LOSS, N, amounts, book, loss, notices, typed

STUDENTS: Rows = [
    [
        "学生姓名",
        "证件号码",
        "年龄",
        "统计日期",
        "收费合计",
        "减免合计",
        "家庭承担部分",
        "一卡通账号",
        "备注",
    ],
    ["甲", N, 9, "2021-03-01", 508.5, 250, 258.5, "6221840605116750854", "已核对"],
    ["乙", N, 10, "2021-03-01", 3550, 2600, 950, "6221840605116750855", ""],
]


def test_money_that_is_not_used_is_named_before_all_else(tmp_path: Path) -> None:
    extra = ["家庭人口", "受灾面积（亩）", "保险理赔(元)", "转移安置", "慰问费", "付款时间", "倒塌（间）"]
    cells = [4, 2.5, 1200, 350.55, "", "2021-05-30", 2]
    read = typed(write_xlsx(tmp_path / "a.xlsx", [[*LOSS, *extra], [*loss("甲"), *cells]]))
    said = notices(read)
    assert said["unused_amounts"] == "下列金额列没有取用，请核对是否应计入：“保险理赔(元)”、“转移安置”"
    others = "家庭人口、受灾面积（亩）、慰问费、付款时间、倒塌（间）"
    assert said["unknown_columns"] == f"不在约定之内、未取用的列：{others}"
    assert [*said].index("unused_amounts") < [*said].index("unknown_columns")


def test_a_school_list_without_a_known_amount_is_asked_which_column_it_is(tmp_path: Path) -> None:
    read = typed(write_csv(tmp_path / "a.csv", STUDENTS), "education")
    assert read.accepted.height == 2
    assert notices(read)["no_amounts"] == (
        "没有认出“教育支出”一列，这份文件没有金额计入。"
        "您的“收费合计”、“减免合计”、“家庭承担部分”中，哪一列是“教育支出”？"
        "请把那一列的列名改成“教育支出”后重新报送；是几列之和的，请加成“教育支出”一列；"
        "“资助金额”会从中减去，因此只有净额（如自负金额）的，不要再有“资助金额”一列"
    )


def test_a_school_list_without_any_amount(tmp_path: Path) -> None:
    rows = [[*row[:4], "在读"] for row in STUDENTS]
    rows[0][4] = "就读状态"
    said = notices(typed(write_csv(tmp_path / "a.csv", rows), "education"))
    assert "表中是否有“教育支出”？" in said["no_amounts"]


def test_of_several_sheets_those_without_an_amount_are_named(tmp_path: Path) -> None:
    paid = [[*STUDENTS[0][:4], "教育支出"], *(row[:5] for row in STUDENTS[1:])]
    sheets = {"小学": paid, "高中": [STUDENTS[0], *([row[0] + "生", *row[1:]] for row in STUDENTS[1:])]}
    read = typed(book(tmp_path / "a.xlsx", sheets), "education")
    assert "工作表“高中”没有金额计入" in notices(read)["no_amounts"]


@pytest.mark.parametrize(("expense", "aid"), [("在校支出", "已享受资助"), ("本学期在校支出", "享受资助")])
def test_groups_of_a_school_list_are_the_expense_and_the_aid(tmp_path: Path, expense: str, aid: str) -> None:
    rows = [
        ["2021年春季学期困难学生资助名单"],
        ["学生姓名", "证件号码", expense, "", "", aid, "", "", "家庭自负", "资助发放日期"],
        ["", "", "保教费/学费", "伙食费", "小计", "助学金/生活补助", "免学费", "小计", "", ""],
        ["甲", N, 800, 1600, 2400, 1250, 800, 2050, 350, "5.20"],
    ]
    read = typed(write_csv(tmp_path / "a.csv", rows), "education")
    assert (amounts(read, "expense"), amounts(read, "aid")) == ([2400], [2050])
    assert "no_amounts" not in notices(read)
    assert notices(read)["unused_amounts"].endswith("：“家庭自负”")


def test_a_source_that_adds_up_no_amounts_has_no_sentence_on_money(tmp_path: Path) -> None:
    rows = [
        ["姓名", "证件号码", "线索来源", "截至月份", "金额", "住院费（元）"],
        ["甲", N, "医保局", "2021-05", 5000, 9000],
    ]
    assert "unused_amounts" not in notices(typed(write_csv(tmp_path / "a.csv", rows), "clues"))
