# ruff: noqa: E501 -- rows and statements read better whole
"""What a department is told: who was confirmed, what came of its own rows, how its data were."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from openpyxl import load_workbook
from scipy.stats import binomtest

from connectors.publishing.issuing import issue
from sql import statement
from tests.connectors.ledger_county import found, happened, stands, table, with_departments, written
from tests.connectors.list_county import PERIOD, add_file, county

ONE, TWO, THREE = "350181000000", "350181000001", "350181000002"
HEALTH, SCHOOLS = (f"部门反馈/{name}/部门反馈_2021-06_{name}.xlsx" for name in ("医疗保障局", "教育局"))


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    con = county(6, ("仙龙镇",))
    with_departments(con)
    issue(con, PERIOD, date(2021, 6, 4))
    return con


def pushed(path: Path) -> list[tuple[object, ...]]:
    """What is said of each household, once."""
    names = ("事项", "日期", "对象类别", "户编号")
    return list(dict.fromkeys(tuple(row[name] for name in names) for row in table(path, "认定和消除")))


def test_whoever_was_confirmed_or_eliminated_is_told_to_every_department_with_all_members(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    happened(con, ONE, "confirmed", date(2021, 6, 1))
    stands(con, ONE, "monitored")
    happened(con, TWO, "eliminated", date(2021, 6, 2))
    happened(con, THREE, "confirmed", date(2021, 6, 1), status="void")
    books = written(con, tmp_path)
    for place in (HEALTH, SCHOOLS):
        assert pushed(books[place]) == [
            ("认定为监测对象", "2021-06-01", "突发严重困难户", ONE),
            ("风险消除", "2021-06-02", "突发严重困难户", TWO),
        ]
    members = [row for row in table(books[HEALTH], "认定和消除") if row["户编号"] == ONE]
    assert [(row["姓名"], row["证件号码"], row["与户主关系"]) for row in members] == [
        ("王小明", "350181196001010000", "户主"),
        ("王家成员1", "350181196101010000", "配偶"),
        ("王家成员2", "350181196201010000", "子"),
        ("王家成员3", "350181196301010000", "女"),
    ]
    headings = next(
        load_workbook(books[HEALTH])["认定和消除"].iter_rows(min_row=2, max_row=2, values_only=True)
    )
    assert "认定 1 户，风险消除 1 户，撤回 0 户" in str(headings[0])


def test_nobody_inside_the_office_gets_a_feedback(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    happened(con, ONE, "confirmed", date(2021, 6, 1))
    books = {place.split("/")[1] for place in written(con, tmp_path) if place.startswith("部门反馈/")}
    assert books == {"医疗保障局", "教育局"}


def test_a_month_tells_what_the_months_before_did_not_and_the_same_when_run_again(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    happened(con, ONE, "confirmed", date(2021, 6, 1))
    happened(con, TWO, "confirmed", date(2021, 6, 20))  # after the lists of June went out
    first = pushed(written(con, tmp_path / "1")[HEALTH])
    assert [row[-1] for row in first] == [ONE]
    assert pushed(written(con, tmp_path / "2")[HEALTH]) == first
    for told in ("alerts", "household_months", "runs", "words", "rules_in_force", "duties_in_force"):
        con.execute(
            f"INSERT INTO {told} SELECT * REPLACE ('2021-07' AS period) FROM {told} WHERE period = ?",
            [PERIOD],
        )
    with_departments(con, "2021-07")
    add_file(
        con, 4, "2021-07/医保.xlsx", period="2021-07", taken_in="2021-07", received_at="2021-07-03 08:00:00"
    )
    issue(con, "2021-07", date(2021, 7, 5))
    happened(con, ONE, "disagreed", date(2021, 7, 2))
    july = written(con, tmp_path / "3", "2021-07")[HEALTH.replace("2021-06", "2021-07")]
    assert [(row[0], row[-1]) for row in pushed(july)] == [("认定为监测对象", TWO), ("撤回认定", ONE)]
    assert pushed(written(con, tmp_path / "4")[HEALTH]) == first


def test_of_its_own_rows_a_department_learns_what_the_visits_found(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    found(con, ONE, "confirmed", cause="因病")
    found(con, TWO, "refuted", remark="费用已由商业保险报销")
    books = written(con, tmp_path)
    assert table(books[HEALTH], "数据成效") == [
        {
            "数据": "医保结算", "预警户数": 6, "其中本期": 6, "已核查": 2, "属实": 1, "部分属实": 0, "不属实": 1,
            "无法核实": 0, "属实比例": "不足 10 户，不计算",
        }
    ]  # fmt: skip
    by_household = {row["户编号"]: row for row in table(books[HEALTH], "逐户情况")}
    assert len(by_household) == 6
    assert (by_household[ONE]["结论"], by_household[ONE]["实际原因"]) == ("属实", "因病")
    assert by_household[TWO]["说明（乡镇填写）"] == "费用已由商业保险报销"
    assert by_household[THREE]["结论"] == "待核查"
    assert by_household[ONE]["涉及人员"] == "王家成员1"
    assert SCHOOLS not in books  # it reported nothing, and there is nothing to tell


def test_a_share_has_its_interval_from_ten_answers_on(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    con = county(14, ("仙龙镇",))
    with_departments(con)
    issue(con, PERIOD, date(2021, 6, 4))
    for place in range(11):
        found(con, f"3501810{place:05d}", "refuted" if place < 4 else "confirmed")
    (row,) = table(written(con, tmp_path)[HEALTH], "数据成效")
    assert row["属实比例"] == "64%（35%～85%）"


@pytest.mark.parametrize(("hits", "trials"), [(0, 10), (7, 11), (10, 10), (431, 977)])
def test_the_interval_is_wilsons(hits: int, trials: int) -> None:
    con = duckdb.connect()
    con.execute(statement("feedback/wilson_end"))
    ends = con.execute("SELECT wilson_end($1, $2, -1), wilson_end($1, $2, 1)", [hits, trials]).fetchone()
    expected = binomtest(hits, trials).proportion_ci(method="wilson")
    assert ends == pytest.approx((expected.low, expected.high), abs=1e-6)


def test_a_department_learns_how_its_data_were(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    con.execute("INSERT INTO rejected_rows (file_id, row_number, column_name, code, reason) VALUES (3, 2, 'settled_on', 'unreadable_date', '日期无法识别'), "
                "(3, 5, 'settled_on', 'unreadable_date', '日期无法识别')")  # fmt: skip
    con.execute(
        "INSERT INTO county_gaps VALUES (?, 'health_insurance', '2020-06', '', '医保结算缺 2020年6月'), "
        "(?, 'education', '2020-06', '', '教育缺 2020年6月')",
        [PERIOD, PERIOD],
    )
    book = written(con, tmp_path)[HEALTH]
    (file,) = table(book, "数据文件")
    assert (file["文件"], file["行数"], file["接收"], file["退回"]) == ("2021-06/医保.xlsx", 10, 7, 3)
    assert [(row["问题"], row["栏"], row["原因"], row["行数"]) for row in table(book, "数据问题")] == [
        ("退回的行", "结算日期", "日期无法识别", 2),
        ("缺报", None, "医保结算缺 2020年6月", None),
    ]
