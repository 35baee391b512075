"""Which sheets, rows and cells of a workbook are data, and which are not."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwt

from tests.connectors.extracts import write_csv, write_xlsx
from tests.connectors.sheets import BILL, LOSS, N, amounts, book, loss, notices, refusal, typed


def test_every_visible_sheet_with_the_header_is_read_in_order(tmp_path: Path) -> None:
    sheets = {
        "龙田镇": [["龙田镇受灾情况"], LOSS, loss("甲", 1), loss("乙", 2)],
        "说明": [["每月五日前报送"]],
        "海口镇": [LOSS, loss("丙", 3), loss("", 4), ["", "", "", "", "无"]],
    }
    rows = typed(book(tmp_path / "a.xlsx", sheets))
    assert amounts(rows) == [1, 2, 3, 4]
    assert rows.accepted["row_number"].to_list() == [1, 2, 3, 4]
    assert rows.rejected.select("row_number", "sheet", "sheet_row").unique().rows() == [(5, "海口镇", 4)]
    assert notices(rows)["unread_sheets"] == "没有读取的工作表：“说明”（没有所需的表头）"


def test_a_hidden_sheet_is_named_and_not_read(tmp_path: Path) -> None:
    sheets = {"上月": [LOSS, loss("甲", 1)], "本月": [LOSS, loss("甲", 2)]}
    rows = typed(book(tmp_path / "a.xlsx", sheets, hidden="上月"))
    assert amounts(rows) == [2]
    assert notices(rows)["unread_sheets"] == "没有读取的工作表：“上月”（已隐藏）"


def test_a_book_whose_only_such_sheet_is_hidden_is_refused(tmp_path: Path) -> None:
    sheets = {"说明": [["见附表"]], "本月": [LOSS, loss("甲", 2)]}
    error = refusal(book(tmp_path / "a.xlsx", sheets, hidden="本月"))
    assert error.code == "hidden_sheet"
    assert "“本月”" in error.message


def test_a_second_list_of_persons_that_lacks_columns_is_asked_about(tmp_path: Path) -> None:
    """Half of the bills stand in a sheet with other names: the file must not pass as wholly taken."""
    sheets = {
        "住院": [["姓名", "证件号码", "结算日期", "医疗总费用", "个人自付"], ["甲", N, "2021-05-02", 9, 3]],
        "门诊": [["姓名", "证件号码", "结算日期", "本次费用", "自己付的"], ["甲", N, "2021-05-03", 5, 2]],
    }
    (message,) = (
        text
        for code, text in notices(typed(book(tmp_path / "a.xlsx", sheets), "health_insurance")).items()
        if code == "unread_list"
    )
    assert message.startswith(
        "没有读取的工作表：“门诊”（缺少列：医疗总费用、个人自付），其中的人和金额没有计入"
    )


def test_a_row_with_nothing_but_a_place_heads_the_rows_below(tmp_path: Path) -> None:
    rows = [["序号", *LOSS], ["青杠镇"], [1, *loss("甲", 1)], ["大箐乡"], [2, *loss("乙", 2)], ["", "王村"]]
    read = typed(write_xlsx(tmp_path / "a.xlsx", rows))
    assert (amounts(read), read.rejected["row_number"].unique().to_list()) == ([1, 2], [3])
    assert notices(read)["closing_lines"].endswith("第 2、4 行")


def test_a_summary_before_the_list_is_not_taken_for_it(tmp_path: Path) -> None:
    sheets = {
        "汇总": [["救助类别", "人数", "金额", "发放月份"], ["农村低保", 2, 600, "2021-05"]],
        "名单": [["姓名", "证件号码", "救助类别", "金额", "发放月份"], ["甲", N, "农村低保", 300, "2021-05"]],
    }
    rows = typed(book(tmp_path / "a.xlsx", sheets), "civil_affairs")
    assert amounts(rows, "amount") == [300]
    assert notices(rows)["unread_sheets"] == "没有读取的工作表：“汇总”（缺少列：姓名、证件号码）"


def test_merged_cells_hold_their_value_in_every_row(tmp_path: Path) -> None:
    rows = [
        ["户编号", "人编号", "姓名", "证件号码"],
        ["H1", "M1", "甲", ""],
        [None, "M2", "乙", ""],
        [None, "M3", "丙", ""],
    ]
    accepted = typed(book(tmp_path / "a.xlsx", {"表": rows}, merged={"表": ["A2:A4"]}), "members").accepted
    assert accepted["household_id"].to_list() == ["H1", "H1", "H1"]


def test_a_line_of_text_across_the_sheet_is_no_row(tmp_path: Path) -> None:
    rows = [
        ["户编号", "户主姓名", "乡镇", "行政村", "户类型"],
        ["H1", "甲", "某镇", "某村", "脱贫户"],
        ["填表人：王某 审核人：李某"],
    ]
    read = typed(book(tmp_path / "a.xlsx", {"表": rows}, merged={"表": ["A3:E3"]}), "households")
    assert (read.rows_read, read.accepted["household_id"].to_list()) == (1, ["H1"])


def test_rows_of_merged_cells_only_are_blank(tmp_path: Path) -> None:
    """A form with two lines a person has each cell merged over both."""
    rows = [["序号", *LOSS], [1, *loss("甲", 5)], [None] * 6, [2, *loss("乙", 6)], [None] * 6]
    merged = [f"{letter}{row}:{letter}{row + 1}" for letter in "ABCDEF" for row in (2, 4)]
    read = typed(book(tmp_path / "a.xlsx", {"表": rows}, merged={"表": merged}))
    assert (amounts(read), read.rows_read) == ([5, 6], 2)


def test_an_amount_merged_over_bills_of_one_person_counts_once(tmp_path: Path) -> None:
    rows = [BILL, ["S1", "甲", N, "2021-05-01", 3000, 500], ["S2", None, None, "2021-05-02", None, None]]
    read = typed(
        book(tmp_path / "a.xlsx", {"表": rows}, merged={"表": ["B2:B3", "C2:C3", "E2:E3", "F2:F3"]}),
        "health_insurance",
    )
    assert amounts(read, "self_paid") == [500, 0]
    assert read.accepted["name"].to_list() == ["甲", "甲"]
    assert notices(read)["merged_amounts"].endswith("第 3 行")


def test_an_amount_merged_over_several_persons_is_nobodys(tmp_path: Path) -> None:
    rows = [LOSS, loss("甲", 8000), loss("乙", None), loss("丙", 10)]
    read = typed(book(tmp_path / "a.xlsx", {"表": rows}, merged={"表": ["E2:E3"]}))
    assert amounts(read) == [10]
    assert read.rejected["sheet_row"].to_list() == [2, 3]
    assert "第 2、3 行" in notices(read)["merged_amounts"]


@pytest.mark.parametrize(
    "mark", ["同上", "〃", '"', "同　上", "″", "（同上）", "-〃-", "“", "仝上", "''", "同上。", "“同上”"]
)
def test_ditto_marks_repeat_the_cell_above(tmp_path: Path, mark: str) -> None:
    rows = [
        BILL,
        ["S1", "甲", N, "2021-05-01", 3000, 500],
        ["S2", mark, mark, mark, 200, 100],
        ["S3", mark, mark, "2021-05-03", 20, mark],
    ]
    for path in (write_csv(tmp_path / "a.csv", rows), write_xlsx(tmp_path / "a.xlsx", rows)):
        read = typed(path, "health_insurance")
        assert read.accepted["name"].to_list() == ["甲", "甲"]
        assert read.accepted["id_number"].to_list() == [N, N]
        assert read.accepted["settled_on"].n_unique() == 1
        assert read.rejected.select("row_number", "code").rows() == [(3, "unreadable_amount")]


def test_a_bill_number_is_one_bills_even_if_merged_or_repeated(tmp_path: Path) -> None:
    """Otherwise the second bill would replace the first, whose amount would be lost."""
    rows = [BILL, ["S1", "甲", N, "2021-05-01", 3000, 500], [None, None, None, "2021-05-02", 200, 100]]
    merged = book(tmp_path / "a.xlsx", {"表": rows}, merged={"表": ["A2:A3", "B2:B3", "C2:C3"]})
    ditto = write_csv(tmp_path / "a.csv", [*rows[:2], ["同上", "同上", "同上", "2021-05-02", 200, 100]])
    for path in (merged, ditto):
        accepted = typed(path, "health_insurance").accepted
        assert accepted.select("settlement_no", "name").rows() == [("S1", "甲"), (None, "甲")]


def test_a_copy_of_a_sheet_is_read_once(tmp_path: Path) -> None:
    sheets = {"表": [LOSS, loss("甲", 1)], "表 (2)": [LOSS, loss("甲", 1)], "三": [LOSS, loss("甲", 2)]}
    read = typed(book(tmp_path / "a.xlsx", sheets))
    assert amounts(read) == [1, 2]
    assert "“表 (2)”与“表”" in notices(read)["repeated_sheet"]


def test_a_row_with_cells_beyond_the_header_is_refused(tmp_path: Path) -> None:
    rows = [LOSS, [*loss("甲", 3), 500], loss("乙", 8)]
    read = typed(write_xlsx(tmp_path / "a.xlsx", rows))
    assert (amounts(read), read.rejected["code"].to_list()) == ([8], ["overflow"])


TOTALS = [
    ["合计", "", "", "", 8000],
    ["", "", "", "合　计", 8000],
    ["龙田镇小计", "", "", "", 8000],
    ["总计：1人", "", "", "", 8000],
    ["合 计", "", "", "", ""],
    ["本页小计（元）", "", "", "", 8000],
    ["", "", "累计", "", "8,000.00"],
]
CLOSING = [
    ["填表人：王某", "", "审核人：李某", "", "2021年6月5日"],
    ["备注：以上数据来自各镇", "", "", "", ""],
    ["单位负责人（签字）：", "", "", "", ""],
    ["制表日期：2021-06-05", "", "", "", ""],
    ["注：1.本表按户填报", "", "", "", ""],
    ["（盖章）", "", "", "", ""],
    ["以下空白", "", "", "", ""],
    ["填报人", "王某", "联系电话", "1380000", ""],
    ["", "", "", "2021年6月5日", ""],
    ["第 1 页，共 2 页", "", "", "", ""],
    ["共 129 条记录", "", "", "", ""],
    ["乡(镇)主要负责人签字", "", "", "", ""],
    ["乡镇长(签字):", "", "", "", ""],
    ["二、海口镇", "", "", "", ""],
    ["以上数据真实有效", "", "", "", ""],
    ["上报前已经各村公示无异议", "", "", "", ""],
]


@pytest.mark.parametrize(
    ("line", "code"), [*((t, "total_rows") for t in TOTALS), *((c, "closing_lines") for c in CLOSING)]
)
def test_totals_and_closing_lines_are_no_data(tmp_path: Path, line: list[Any], code: str) -> None:
    rows = [LOSS, loss("甲"), line, loss("乙", 5)]
    for path in (write_csv(tmp_path / "a.csv", rows), write_xlsx(tmp_path / "a.xlsx", rows)):
        read = typed(path)
        assert (amounts(read), read.rows_read) == ([8000, 5], 2)
        assert notices(read)[code].endswith("第 3 行")


def test_totals_and_closing_lines_may_stand_in_the_column_of_running_numbers(tmp_path: Path) -> None:
    lines = [["合计", *[""] * 4, 8005], ["填表人：王某", *[""] * 5], ["（1）", *[""] * 5]]
    for name in ("序号", ""):
        rows = [[name, *LOSS], [1, *loss("甲")], [2, *loss("乙", 5)], [3, *[""] * 5], *lines]
        for path in (write_csv(tmp_path / "a.csv", rows), write_xlsx(tmp_path / "a.xlsx", rows)):
            read = typed(path)
            assert (amounts(read), read.rows_read) == ([8000, 5], 2)
            assert notices(read)["total_rows"].endswith("第 5 行")
            assert notices(read)["closing_lines"].endswith("第 6 行")


@pytest.mark.parametrize(
    "cells",
    [
        {0: "计小合"},
        {5: "备注：已核实"},
        {5: "合计"},
        {0: "章总计"},
        {5: "填表人：王某"},
        {2: "累计降雨成灾"},
    ],
)
def test_a_row_of_data_is_kept_whatever_its_remark(tmp_path: Path, cells: dict[int, str]) -> None:
    row = [*loss("甲", 7), ""]
    for place, cell in cells.items():
        row[place] = cell
    rows = [[*LOSS, "说明一"], row]
    assert amounts(typed(write_csv(tmp_path / "a.csv", rows))) == [7]
    first = [[rows[0][5], *rows[0][:5]], [row[5], *row[:5]]]  # the remark in the first column
    assert amounts(typed(write_csv(tmp_path / "b.csv", first))) == [7]


@pytest.mark.parametrize("last", ["填表人：王某", "合计,,,,8000", "备注：无", "以上数据真实有效"])
def test_a_closing_line_without_line_end_is_whole(tmp_path: Path, last: str) -> None:
    (tmp_path / "a.csv").write_text(",".join(LOSS) + "\n" + ",".join(map(str, loss("甲"))) + "\n" + last)
    assert amounts(typed(tmp_path / "a.csv")) == [8000]


def test_a_place_that_ends_like_a_total_is_none_beside_a_whole_row(tmp_path: Path) -> None:
    rows = [["地址", *LOSS], ["某镇某村小计", "甲", "", *loss("", 5)[2:]], ["某镇小计", "", "", "", "", 5]]
    assert amounts(typed(write_csv(tmp_path / "a.csv", rows))) == [5]


def test_rows_with_nothing_but_a_number_or_zeros_are_blank(tmp_path: Path) -> None:
    rows = [["序号", *LOSS, "合计"], *([n, *loss("甲", n), n] for n in range(1, 4))]
    rows += [[n, None, None, None, None, None, 0] for n in range(4, 301)]
    rows += [[301, None, None, None, None, "-", "￥0.00"], [302, None, None, None, None, " -   ", "0元"]]
    read = typed(write_xlsx(tmp_path / "a.xlsx", rows))
    assert (read.rows_read, amounts(read)) == (3, [1, 2, 3])
    assert "序号" not in "".join(notices(read).values())


def test_numbers_of_the_rows_may_stand_under_any_name(tmp_path: Path) -> None:
    rows = [["编号", *LOSS], [1, *loss("甲", 5)], *([n, *[None] * 5] for n in range(2, 9))]
    assert typed(write_xlsx(tmp_path / "a.xlsx", rows)).rows_read == 1


def test_hidden_rows_are_read_and_mentioned(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as workbook:
        sheet = workbook.add_worksheet("表")
        for place, row in enumerate([LOSS, loss("甲", 5), loss("乙", 6)]):
            sheet.write_row(place, 0, row)
        sheet.set_row(2, options={"hidden": True})
    read = typed(tmp_path / "a.xlsx")
    assert amounts(read) == [5, 6]
    assert "有 1 行被隐藏" in notices(read)["hidden_rows"]


def test_days_counted_from_1904(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"date_1904": True}) as workbook:
        sheet = workbook.add_worksheet()
        for place, row in enumerate([LOSS, [*loss("甲")[:3], 42864, 5]]):
            sheet.write_row(place, 0, row)
    assert str(typed(tmp_path / "a.xlsx").accepted["occurred_on"].item()) == "2021-05-10"


def test_an_xls_has_merged_cells_and_another_date_system_too(tmp_path: Path) -> None:
    workbook = xlwt.Workbook()
    workbook.dates_1904 = True
    sheet = workbook.add_sheet("表")
    for place, row in enumerate([LOSS, loss("甲", 5), loss("", 6)]):
        for column, cell in enumerate(row):
            if (place, column) not in {(1, 0), (2, 0)}:
                sheet.write(place, column, 42864 if place and column == 3 else cell)
    sheet.write_merge(1, 2, 0, 0, "甲")
    workbook.save(str(tmp_path / "a.xls"))
    accepted = typed(tmp_path / "a.xls").accepted
    assert accepted["name"].to_list() == ["甲", "甲"]
    assert {str(day) for day in accepted["occurred_on"]} == {"2021-05-10"}


def test_a_villages_subtotal_is_no_row_where_the_title_has_all_else(tmp_path: Path) -> None:
    """Benefit and month stand in the title: only the amount has to be filled, and a subtotal has one."""
    rows: list[list[Any]] = [
        ["2021年5月农村低保资金发放花名册"],
        ["序号", "村(居)", "姓名", "身份证号码", "发放金额"],
        [1, "上岭村", "甲", N, 620],
        ["上岭村小计", "", "", "", 620],
        [2, "塘边村", "乙", N, 300],
        ["合计", "", "", "", 920],
    ]
    read = typed(book(tmp_path / "低保.xlsx", {"青石镇": rows}), "civil_affairs")
    assert amounts(read, "amount") == [620, 300]
    assert notices(read)["total_rows"] == "合计行不计入数据：第 4、6 行"
