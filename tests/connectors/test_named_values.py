"""A month, a day or a benefit that stands in the title or in a name instead of a column."""

import polars as pl
import pytest

from connectors.readers.named_values import with_named_values
from connectors.readers.text_table import SheetText, TextTable
from data_contracts.contract import load_contracts
from data_contracts.errors import UnreadableFileError

CONTRACTS = load_contracts()


def sheet(title: str | None = None, name: str | None = None, **columns: list[str | None]) -> SheetText:
    frame = pl.DataFrame({"name": ["王小明", "林小红"], "amount": "1", "loss": "1", **columns})
    return SheetText(frame, {"name": "姓名"}, 2, [], name, tuple([title] if title else ()))


def named(source: str, column: str, *sheets: SheetText, file: str = "名单.xlsx") -> list[str | None]:
    others = {"civil_affairs": "benefit", "emergency": "hazard"}.get(source)
    if others and others != column:
        sheets = tuple(
            SheetText(s.frame.with_columns(pl.lit("台风").alias(others)), {}, 2, [], s.name, s.title)
            for s in sheets
        )
    if source == "education":
        sheets = tuple(
            SheetText(s.frame.with_columns(aid=pl.lit("1")), {}, 2, [], s.name, s.title) for s in sheets
        )
    table = with_named_values(TextTable([*sheets], []), CONTRACTS[source], file, "2021-06")
    return table.frame[column].to_list()


@pytest.mark.parametrize(
    ("title", "name", "file", "month"),
    [
        ("2021年5月农村低保发放花名册", None, "低保202106.xlsx", "2021-05"),
        ("二〇二一年五月农村低保花名册", None, "低保.xlsx", "2021-05"),
        ("海口镇5月份低保", "4月", "低保.xlsx", "2021-05"),
        ("低保花名册（2021.05）", None, "低保.xlsx", "2021-05"),
        ("发放月份：2021-04　　制表日期：2021年6月3日", None, "低保.xlsx", "2021-04"),
        ("2021年5月低保　2021年6月3日制表", None, "低保.xlsx", "2021-05"),
        ("2021年5月低保　填报日期：2021-06-03", None, "低保.xlsx", "2021-05"),
        ("农村低保花名册", "2021年5月", "低保.xlsx", "2021-05"),
        ("农村低保花名册", "12月", "低保.xlsx", "2020-12"),
        (None, "Sheet1", "2021年5月低保.xlsx", "2021-05"),
        (None, "Sheet1", "2021-06/低保202106.xlsx", "2021-06"),
    ],
)
def test_a_month_comes_from_the_title_then_the_sheet_then_the_file(
    title: str | None, name: str | None, file: str, month: str
) -> None:
    assert named("civil_affairs", "month", sheet(title, name), file=file) == [month, month]


@pytest.mark.parametrize(
    "title",
    [
        "2021年1-5月农村低保",
        "2021年4月至5月低保",
        "2021年第二季度低保",
        "2021年4月、2021年5月低保",
        "低保花名册　2021年6月3日",
        "制表日期：2021年6月3日",
        "榕民〔2021〕5号",
        None,
    ],
)
def test_what_is_no_one_month_is_no_month(title: str | None) -> None:
    with pytest.raises(UnreadableFileError, match="发放月份") as error:
        named("civil_affairs", "month", sheet(title, "Sheet1"))
    assert error.value.code == "missing_column"


def test_each_sheet_has_its_own_month() -> None:
    months = named("civil_affairs", "month", sheet(None, "4月"), sheet(None, "5月"))
    assert months == ["2021-04", "2021-04", "2021-05", "2021-05"]


def test_a_column_that_is_blank_throughout_is_missing() -> None:
    assert named("civil_affairs", "month", sheet("2021年5月低保", month=[None, " "])) == ["2021-05"] * 2
    assert named("civil_affairs", "month", sheet("2021年5月低保", month=[None, "2021-04"])) == [
        None,
        "2021-04",
    ]


def test_the_code_in_a_file_name_is_the_period_and_no_month_of_income() -> None:
    assert named("incomes", "month", sheet(), file="2021年5月收入.xlsx") == ["2021-05"] * 2
    with pytest.raises(UnreadableFileError):
        named("incomes", "month", sheet(), file="收入202106.xlsx")


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("统计日期：2021年3月31日", "2021-03-31"),
        ("填报单位：海口镇　2021年3月30日", "2021-03-30"),
        ("2021年3月学生资助名单", "2021-03-31"),
        ("2021年春季学期资助名单", "2021-06-30"),
        ("学生资助名单", "2021-06-30"),
    ],
)
def test_a_report_is_dated_by_its_title_or_else_by_its_period(title: str, day: str) -> None:
    assert named("education", "reported_on", sheet(title)) == [day] * 2


def test_the_day_of_a_disaster_must_be_named_to_the_day() -> None:
    assert named("emergency", "occurred_on", sheet("2021年5月10日台风受灾户")) == ["2021-05-10"] * 2
    for title in ("2021年5月台风受灾户", "受灾户花名册　2021年6月3日"):
        with pytest.raises(UnreadableFileError, match="受灾日期"):
            named("emergency", "occurred_on", sheet(title))


@pytest.mark.parametrize(
    ("title", "benefit"),
    [("2021年5月农村低保发放花名册", "农村低保"), ("2021年5月农村特困人员救助供养资金发放表", "特困供养")],
)
def test_a_benefit_may_stand_in_the_title(title: str, benefit: str) -> None:
    assert named("civil_affairs", "benefit", sheet(title, month=["2021-05"] * 2)) == [benefit] * 2


def test_several_benefits_in_a_title_are_none() -> None:
    with pytest.raises(UnreadableFileError, match="救助类别"):
        named("civil_affairs", "benefit", sheet("2021年5月农村低保、特困供养发放表"))


def test_a_list_of_persons_alone_is_no_report() -> None:
    with pytest.raises(UnreadableFileError, match="学生就读与资助"):
        with_named_values(TextTable([sheet("2021年3月")], []), CONTRACTS["education"], "a.csv", "2021-06")


def test_the_receipt_says_which_value_was_taken_and_from_where() -> None:
    table = TextTable([sheet("2021年5月农村低保", "海口镇")], [])
    notices = with_named_values(table, CONTRACTS["civil_affairs"], "a.xlsx", "2021-06").notices
    assert [(n.column_name, "海口镇" in n.message, "标题" in n.message) for n in notices] == [
        ("benefit", True, True),
        ("month", True, True),
    ]
    assert "2021-05" in notices[1].message
