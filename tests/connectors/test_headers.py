"""Headers as offices write them: several rows, units around them, numbering, columns without a name."""

from decimal import Decimal
from pathlib import Path

import pytest

from connectors.readers.typed_rows import type_rows
from tests.connectors.extracts import write_csv, write_xlsx
from tests.connectors.sheets import CONTRACTS, LOSS, N, amounts, book, loss, notices, read, refusal, typed

GROUPED = [
    ["户编号", "月份", "工资性收入", "", "转移净收入"],
    ["", "", "县内务工", "县外务工", ""],
    ["H1", "2020-06", 1000, 1900, 100],
]


def test_sub_columns_of_an_amount_add_up(tmp_path: Path) -> None:
    merged = {"表": ["A1:A2", "B1:B2", "C1:D1", "E1:E2"]}
    for path in (
        write_csv(tmp_path / "a.csv", GROUPED),
        book(tmp_path / "a.xlsx", {"表": GROUPED}, merged=merged),
    ):
        read = typed(path, "incomes")
        assert (amounts(read, "wage"), amounts(read, "transfer")) == ([2900], [100])
        assert not read.notices


def test_a_subtotal_is_no_further_part(tmp_path: Path) -> None:
    rows = [
        ["户编号", "月份", "工资性收入（万元）", "", "", "转移净收入"],
        ["", "", "县内", "县外", "小计", ""],
        ["H1", "2020-06", 0.1, 0.19, 0.29, 100],
        ["H2", "2020-06", "", "", 0.5, 100],
        ["H3", "2020-06", 0.1, 0.1, 0.5, 100],
    ]
    read = typed(write_csv(tmp_path / "a.csv", rows), "incomes")
    assert amounts(read, "wage") == [2900, 5000]
    assert read.rejected.select("row_number", "code").rows() == [(3, "parts_differ")]


def test_names_in_the_lower_row_and_groups_above(tmp_path: Path) -> None:
    rows = [
        ["县教育局资助学生名单"],
        ["学生", "", "", "监护人", "", "统计日期", "就读状态", "资助情况", ""],
        ["姓名", "身份证号", "学校", "姓名", "身份证号", "", "", "资助金额（元）", "备注"],
        ["甲", N, "一中", "乙", "x", "2021-03-01", "在读", 500, ""],
    ]
    for path in (
        write_csv(tmp_path / "a.csv", rows),
        book(
            tmp_path / "a.xlsx",
            {"表": rows},
            merged={"表": ["A1:I1", "A2:C2", "D2:E2", "F2:F3", "G2:G3", "H2:I2"]},
        ),
    ):
        row = typed(path, "education").accepted.row(0, named=True)
        assert (row["name"], row["id_number"], row["guardian"], row["aid"]) == ("甲", N, "乙", Decimal(500))


def test_the_platforms_roster_groups_its_columns(tmp_path: Path) -> None:
    """Names that say whose they are stand below `户主信息`; one column is alone below its group."""
    groups = ["序号", "行政区划", "", "户主信息", "", "", "", "收入", "更新时间"]
    names = ["", "乡(镇)", "行政村", "户编号", "户主姓名", "户主证件号码", "户类型", "上年度收入(元)", ""]
    rows = [["导出"], groups, names, ["1", "东张镇", "道桥村", "H1", "甲", N, "脱贫户", 9, "2021-06-11"]]
    merged = {"表": ["A1:I1", "A2:A3", "B2:C2", "D2:G2", "I2:I3"]}
    row = typed(book(tmp_path / "a.xlsx", {"表": rows}, merged=merged), "households").accepted.row(
        0, named=True
    )
    assert (row["household_id"], row["head_name"], row["head_id_number"]) == ("H1", "甲", N)
    assert (row["township"], row["village"], row["household_type"]) == ("东张镇", "道桥村", "脱贫户")


def test_the_type_of_a_household_is_said_more_exactly_by_the_kind_of_monitoring(tmp_path: Path) -> None:
    header = ["户编号", "户主姓名", "乡镇", "行政村", "户类型", "监测对象类别"]
    kinds = [
        ("脱贫户", "脱贫不稳定户"), ("一般农户", "边缘户"), ("脱贫户", "--"), ("一般农户", ""),
        ("", "突发严重困难户"),
    ]  # fmt: skip
    rows = [header, *(["H" + str(n), "甲", "东张镇", "道桥村", *kind] for n, kind in enumerate(kinds))]
    read = typed(write_csv(tmp_path / "a.csv", rows), "households")
    expected = ["脱贫不稳定户", "边缘易致贫户", "脱贫户", "一般农户", "突发严重困难户"]
    assert (read.accepted["household_type"].to_list(), read.notices) == (expected, [])


def test_a_title_is_no_group(tmp_path: Path) -> None:
    rows = [["户主收入情况", "", "", "表一"], LOSS, loss("甲", 5)]
    assert amounts(typed(write_csv(tmp_path / "a.csv", rows))) == [5]


def test_sub_columns_that_count_something_else_are_no_parts(tmp_path: Path) -> None:
    rows = [
        ["户编号", "月份", "工资性收入", "", "", "转移净收入"],
        ["", "", "务工月数", "务工收入", "其中：县外", ""],
        ["H1", "2020-06", 3, 1900, 900, 100],
    ]
    read = typed(write_csv(tmp_path / "a.csv", rows), "incomes")
    assert amounts(read, "wage") == [1900]
    assert "务工月数" in notices(read)["unknown_columns"]


def test_a_column_of_numbers_without_a_name_refuses_the_file(tmp_path: Path) -> None:
    rows = [["户编号", "月份", "工资性收入", "", "转移净收入"], ["H1", "2020-06", 1000, 1900, 100]]
    for path in (write_csv(tmp_path / "a.csv", rows), write_xlsx(tmp_path / "a.xlsx", rows)):
        error = refusal(path, "incomes")
        assert error.code == "unnamed_column"
        assert "第 D 列" in error.message


def test_a_column_of_text_without_a_name_is_mentioned(tmp_path: Path) -> None:
    rows = [
        ["", *LOSS[:2], "", *LOSS[2:]],
        [1, "甲", N, "重户", *loss("", 5)[2:]],
        [2, "乙", N, "", *loss("", 6)[2:]],
    ]
    read = typed(write_xlsx(tmp_path / "a.xlsx", rows))
    assert amounts(read) == [5, 6]
    assert "第 D 列（没有列名）" in notices(read)["unknown_columns"]


@pytest.mark.parametrize(
    "above",
    [["单位：万元"], ["填报单位：县应急局", "", "2021年5月", "", "单位:万元"], ["受灾情况（单位：万元）"]],
)
def test_a_unit_above_the_header_holds_for_all_amounts(tmp_path: Path, above: list[str]) -> None:
    rows = [["受灾情况表"], above, [*LOSS, "救助金额（元）"], [*loss("甲", 0.8), 100]]
    for path in (write_csv(tmp_path / "a.csv", rows), write_xlsx(tmp_path / "a.xlsx", rows)):
        read = typed(path)
        assert (amounts(read), amounts(read, "relief")) == ([8000], [100])


def test_a_unit_below_the_header_may_stand_beside_any_others(tmp_path: Path) -> None:
    rows = [[*LOSS, "受灾面积"], ["", "", "", "年月日", "千元", "亩"], [*loss("甲", 0.8), 3]]
    assert amounts(typed(write_csv(tmp_path / "a.csv", rows))) == [800]


@pytest.mark.parametrize(
    ("file", "loss_yuan"),
    [("受灾情况（万元）.csv", 80000), ("受灾_单位万元.csv", 80000), ("元洪村（第1批）.csv", 8)],
)
def test_a_unit_in_the_name_holds_where_none_is_stated(tmp_path: Path, file: str, loss_yuan: int) -> None:
    table = read(write_csv(tmp_path / "a.csv", [LOSS, loss("甲", 8)]))
    rows = type_rows(table, CONTRACTS["emergency"], "2021-06", name=file)
    assert amounts(rows) == [loss_yuan]
    assert ("unit_in_name" in notices(rows)) == (loss_yuan == 80000)


def test_a_clue_needs_no_amount(tmp_path: Path) -> None:
    rows = [["姓名", "身份证号码", "来源部门", "截至月份"], ["甲", "", "残联", "2021-05"]]
    assert typed(write_csv(tmp_path / "a.csv", rows), "clues").rows_rejected == 0


@pytest.mark.parametrize("unit", ["（万元）", "万元", "(万元)", "单位：万元"])
def test_a_unit_below_the_header_holds_for_its_column(tmp_path: Path, unit: str) -> None:
    rows = [LOSS, ["", "", "", "", unit], loss("甲", 0.8)]
    for path in (write_csv(tmp_path / "a.csv", rows), write_xlsx(tmp_path / "a.xlsx", rows)):
        read = typed(path)
        assert (amounts(read), read.rows_read) == ([8000], 1)


def test_a_unit_below_one_amount_holds_for_those_that_name_none(tmp_path: Path) -> None:
    rows = [[*LOSS, "救助金额"], ["", "", "", "", "（万元）", ""], [*loss("甲", 0.8), 0.1]]
    read = typed(write_csv(tmp_path / "a.csv", rows))
    assert (amounts(read), amounts(read, "relief")) == ([8000], [1000])


def test_a_row_that_numbers_the_columns_is_no_data(tmp_path: Path) -> None:
    rows = [LOSS, ["甲", "乙", "1", "2", "3"], loss("甲", 8)]
    assert typed(write_csv(tmp_path / "a.csv", rows)).rows_read == 1


@pytest.mark.parametrize(
    "header",
    [
        "一、工资性收入",
        "1.工资性收入",
        "（1）工资性收入",
        "①工资性收入",
        "工资性\n收入",
        "⼯资性收⼊",
        "1 工资性收入",
    ],
)
def test_numbering_before_a_name_is_no_part_of_it(tmp_path: Path, header: str) -> None:
    rows = [["户编号", "月份", header], ["H1", "2021-05", 5]]
    assert amounts(typed(write_csv(tmp_path / "a.csv", rows), "incomes"), "wage") == [5]


def test_a_file_of_amounts_without_any_amount_is_refused(tmp_path: Path) -> None:
    error = refusal(
        write_csv(tmp_path / "a.csv", [["户编号", "月份", "家庭总收入"], ["H1", "2021-05", 5]]), "incomes"
    )
    assert error.code == "missing_column"
    assert "工资性收入" in error.message


def test_all_faults_of_a_header_are_named_at_once(tmp_path: Path) -> None:
    header = ["姓名", "姓名", "灾种", "受灾日期", "损失金额（万美元）"]
    error = refusal(write_csv(tmp_path / "a.csv", [header, ["甲", "甲", "台风", "2021-05-10", "1"]]))
    assert all(word in error.message for word in ("证件号码", "列名重复", "万美元"))
