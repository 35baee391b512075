"""A receipt tells one story, by what became of the file; a department has a list of its receipts."""

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import load_workbook

from connectors.workbooks.receipts import printed, read_receipts, write_indexes, write_receipts
from tests.connectors.list_county import TITLES, add_file, county

NONE = {"rows_read": 0, "rows_accepted": 0, "rows_rejected": 0}
STORIES: dict[str, tuple[dict[str, Any], list[str], list[str]]] = {
    "refused": (
        {"status": "rejected", "reason": "缺少必需的列：金额。", **NONE},
        ["结果：已退回", "没有读入数据行", "原因：缺少必需的列", "本文件未采用", "改正后整份重新报送"],
        ["没有需要处理的问题", "合格的行已采用", "采用 0 行", "无需重新报送"],
    ),
    "all rows refused": (
        {"rows_read": 4, "rows_accepted": 0, "rows_rejected": 4},
        ["结果：没有一行被采用", "读入 4 行，采用 0 行，退回 4 行", "没有一行可以采用"],
        ["合格的行已采用", "没有需要处理的问题", "结果：已接收"],
    ),
    "some rows refused": (
        {"rows_read": 4, "rows_accepted": 1, "rows_rejected": 3},
        ["结果：已接收一部分", "合格的行已采用"],
        ["没有需要处理的问题", "无需重新报送"],
    ),
    "taken": ({}, ["结果：已接收　", "无需重新报送", "没有需要处理的问题"], ["退回的", "合格的行已采用"]),
    "header only": (NONE, ["结果：只有表头", "没有数据行"], ["合格的行已采用", "没有需要处理的问题"]),
    "again": (
        {"status": "duplicate", "reason": "内容相同。", **NONE},
        ["结果：重复文件", "没有读入数据行", "无需重新报送"],
        ["没有需要处理的问题", "采用 0 行"],
    ),
    "replaced": ({"status": "superseded", "reason": "已被替代"}, ["已被之后的文件替代", "无需重新报送"], []),
    "withdrawn": ({"status": "withdrawn", "reason": "已撤回"}, ["结果：已撤回"], ["无需重新报送"]),
}  # fmt: skip


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    return county(0)


@pytest.mark.parametrize("story", STORIES)
def test_one_story(con: duckdb.DuckDBPyConnection, story: str) -> None:
    columns, present, absent = STORIES[story]
    add_file(con, 7, "医保.xlsx", **columns)
    con.execute(
        "INSERT INTO rejected_rows BY NAME SELECT 7 AS file_id, n AS row_number, 'self_paid' AS column_name, "
        "'blank' AS code, '某' AS reason FROM range($rows) AS t (n)",
        {"rows": columns.get("rows_rejected", 0)},
    )
    (receipt,) = read_receipts(con, [7], titles=TITLES)
    text = "\n".join(printed(receipt, "7"))
    assert [phrase for phrase in present if phrase not in text] == []
    assert [phrase for phrase in absent if phrase in text] == []
    assert {*re.findall(r"[A-Za-z_]{2,}", text)} <= {"Excel", "xlsx"}


def test_the_workbook_says_the_same(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    add_file(con, 7, "医保.xlsx", status="rejected", reason="缺少列", **NONE)
    (path,) = write_receipts(con, [7], tmp_path, titles=TITLES)
    cells = [str(row[0]) for row in load_workbook(path)["回执"].iter_rows(values_only=True)]
    assert cells[-1] == "退回的原因见上，改正后整份重新报送。"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2021-05", "2021-05", "数据月份：2021-05"),
        ("2020-11", "2021-05", "数据月份：2020-11 至 2021-05"),
        ("2018-01", "2018-06", "数据月份：2018-01 至 2018-06，早于 2021-06 期计算的两年，不计入收支"),
        ("2021-06", "2021-06", "数据月份：2021-06，从下一期起计入收支"),
    ],
)
def test_a_receipt_says_which_months_the_file_holds(
    con: duckdb.DuckDBPyConnection, first: str, last: str, words: str
) -> None:
    add_file(con, 7, "医保.xlsx", first_month=first, last_month=last)
    assert words in printed(read_receipts(con, [7], titles=TITLES)[0], "7")


def test_a_month_put_under_an_earlier_one_is_still_missing(con: duckdb.DuckDBPyConnection) -> None:
    add_file(con, 7, "医保.xlsx", period="2021-05")
    missing = "注意：2021-06 期的医保结算还没有收到，请另行报送。"
    assert missing in printed(read_receipts(con, [7], titles=TITLES)[0], "7")
    meant = "如本文件就是 2021-06 期的，请把文件名（文件夹）中的月份改成 2021-06 后重新报送。"
    assert meant in printed(read_receipts(con, [7], titles=TITLES)[0], "7")
    add_file(con, 8, "医保六月.xlsx")
    assert missing not in printed(read_receipts(con, [7], titles=TITLES)[0], "7")


def test_the_list_of_receipts_has_the_newest_first(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    add_file(con, 7, "a/医保.xlsx", period="2021-05", first_month="2021-04", last_month="2021-04")
    add_file(con, 8, "医保2021-06.xlsx", status="rejected", reason="缺少列", **NONE)
    add_file(con, 9, "救助.csv", source="civil_affairs")
    paths = write_indexes(con, tmp_path, titles=TITLES)
    assert {path.relative_to(tmp_path).as_posix() for path in paths} == {
        "health_insurance/回执目录.xlsx",
        "civil_affairs/回执目录.xlsx",
    }
    rows = list(load_workbook(tmp_path / "health_insurance" / "回执目录.xlsx").active.values)
    assert [row[0] for row in rows if isinstance(row[0], int)] == [8, 7]
    assert (rows[-2][1], rows[-2][4], rows[-2][9]) == ("医保2021-06.xlsx", "已退回", "缺少列")
    assert rows[-1][5] == "2021-04" and rows[-1][-1] == "2021-05/医保.xlsx.7.回执.xlsx"
    again = {path: path.read_bytes() for path in paths}
    write_indexes(con, tmp_path, titles=TITLES)
    assert {path: path.read_bytes() for path in paths} == again
