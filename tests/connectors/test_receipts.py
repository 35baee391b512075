import re
import time
from itertools import chain
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from connectors.workbooks.receipts import write_receipts
from tests.connectors.list_county import PERIOD, TITLES, add_file, county

HOSTILE = "=cmd|' /C calc'!A0"


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    return county(0)


def receipt(
    con: duckdb.DuckDBPyConnection, file_id: int, folder: Path
) -> tuple[str, list[dict[str, object]]]:
    """The text above the table, and its rows by title."""
    (path,) = write_receipts(
        con, [file_id], folder, titles=TITLES, send_by={"health_insurance": "每月 5 日前"}
    )
    rows = list(load_workbook(path)["回执"].iter_rows(values_only=True))
    header = next(number for number, row in enumerate(rows) if row[0] == "类别")
    above = "\n".join(str(row[0]) for row in rows[:header])
    return above, [dict(zip(rows[header], row, strict=True)) for row in rows[header + 1 :]]


def test_an_accepted_file_needs_nothing(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    above, rows = receipt(con, add_file(con, 7, "2021-06/医保.xlsx"), tmp_path)
    assert "数据来源：医保结算　　期别：2021-06　　文件号：7" in above
    assert "结果：已接收　　读入 10 行，采用 10 行，退回 0 行" in above
    assert "下一步：无需重新报送。" in above and "报送时间：每月 5 日前。" in above
    assert "原因" not in above and "内容相同" not in above
    assert rows[0]["类别"] == "没有需要处理的问题。"


def test_rejected_rows_are_grouped_by_column_and_reason(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    file_id = add_file(con, 7, "医保.xlsx", rows_accepted=3, rows_rejected=7)
    for column, reason, numbers in (
        ("settled_on", "日期无法识别", [3, 4, 5, 9]),
        ("", "单元格多于表头", [8]),
        ("self_paid", "必填项为空", [1, 2]),
    ):
        con.executemany(
            "INSERT INTO rejected_rows VALUES (7, ?, ?, 'c', ?, NULL, NULL)",
            [[n, column, reason] for n in numbers],
        )
    above, rows = receipt(con, file_id, tmp_path)
    assert "合格的行已采用" in above
    assert [tuple(row.values()) for row in rows] == [
        ("退回的行", "结算日期", "日期无法识别", 4, "3-5, 9", "5-7, 11"),
        ("退回的行", "个人自付", "必填项为空", 2, "1-2", "3-4"),
        ("退回的行", "整行", "单元格多于表头", 1, "8", "10"),
    ]


def test_rows_are_named_by_sheet_as_a_spreadsheet_shows_them(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    file_id = add_file(con, 7, "医保.xlsx", rows_accepted=5, rows_rejected=5)
    places = [(1, "龙田镇", 4), (2, "龙田镇", 5), (3, "龙田镇", 9), (4, "海口镇", 10), (5, "海口镇", 11)]
    con.executemany("INSERT INTO rejected_rows VALUES (7, ?, 'settled_on', 'c', '日期为空', ?, ?)", places)
    ((*_, data_rows, sheet_rows),) = (row.values() for row in receipt(con, file_id, tmp_path)[1])
    assert (data_rows, sheet_rows) == ("1-5", "龙田镇：4-5, 9；海口镇：10-11")


def test_no_sheet_rows_where_the_header_is_unknown(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    file_id = add_file(con, 7, "医保.csv", header_row=None)
    con.execute("INSERT INTO rejected_rows VALUES (7, 3, 'settled_on', 'c', '日期无法识别', NULL, NULL)")
    ((*_, data_rows, sheet_rows),) = (row.values() for row in receipt(con, file_id, tmp_path)[1])
    assert (data_rows, sheet_rows) == ("3", None)


def test_the_first_two_hundred_rows_are_named(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    file_id = add_file(con, 7, "医保.csv")
    con.execute(
        "INSERT INTO rejected_rows "
        "SELECT 7, 2 * n, 'settled_on', 'c', '日期无法识别', NULL, NULL FROM range(1, 1001) AS t (n)"
    )
    ((*_, count, data_rows, _),) = (row.values() for row in receipt(con, file_id, tmp_path)[1])
    assert count == 1000
    assert data_rows == "前200行：" + ", ".join(str(2 * n) for n in range(1, 201))


def test_contract_warnings_and_notices_once(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    file_id = add_file(con, 7, "医保.csv")
    con.execute(
        "INSERT INTO file_notices VALUES "
        "(7, 'unknown_column', '', 1, '未识别的列：备注'), (7, 'contract', '', 1, '行数过少')"
    )
    con.executemany(
        "INSERT INTO contract_results VALUES (7, 'health_insurance', '2021-06', ?, 1, 0, 1, ?, ?, ?)",
        [
            ["a", "warning", False, "行数过少"],
            ["b", "warning", False, "空白过多"],
            ["c", "critical", True, "通过"],
        ],
    )
    rows = receipt(con, file_id, tmp_path)[1]
    assert [(row["类别"], row["问题"]) for row in rows] == [
        ("整体检查提醒", "空白过多"),
        ("提示", "未识别的列：备注"),
        ("提示", "行数过少"),
    ]


def test_a_duplicate_names_the_file_it_repeats(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    add_file(con, 7, "2021-05/医保.csv", period="2021-05")
    add_file(
        con,
        8,
        "2021-06/again.csv",
        status="duplicate",
        duplicate_of=7,
        rows_read=0,
        rows_accepted=0,
        reason="内容重复",
    )
    above, _ = receipt(con, 8, tmp_path)
    assert "结果：重复文件" in above and "原因：内容重复" in above
    assert "内容相同的文件：2021-05 期 2021-05/医保.csv" in above


@pytest.mark.parametrize(
    ("status", "words"),
    [("rejected", "已退回"), ("superseded", "已被之后的文件替代"), ("withdrawn", "已撤回")],
)
def test_status_in_words(con: duckdb.DuckDBPyConnection, tmp_path: Path, status: str, words: str) -> None:
    above, _ = receipt(con, add_file(con, 7, "a.csv", status=status), tmp_path)
    assert f"结果：{words}　" in above


def test_an_unknown_source_is_reported_and_an_unknown_period_has_a_folder(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    add_file(
        con, 7, "x/气象.docx", source="weather", period=None, status="rejected", reason="未登记的数据来源"
    )
    (path,) = write_receipts(con, [7], tmp_path)
    assert path == tmp_path / "weather" / "未知期别" / "气象.docx.7.回执.xlsx"
    assert "weather（未登记的数据来源）" in str(load_workbook(path)["回执"]["A2"].value)


@pytest.mark.parametrize(
    "name", ["../../x.csv", "a/../../b", "CON", ".hidden", "长" * 300 + ".xlsx", "换\n行.csv"]
)
def test_file_names_stay_inside_the_folder(con: duckdb.DuckDBPyConnection, tmp_path: Path, name: str) -> None:
    add_file(con, 7, name, source="../" + name, period=None)
    (path,) = write_receipts(con, [7], tmp_path / "receipts")
    assert path.resolve().relative_to(tmp_path / "receipts").parts == path.parts[-3:]
    assert [entry.name for entry in tmp_path.iterdir()] == ["receipts"]


def test_a_senders_values_stay_text(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    add_file(con, 7, HOSTILE, source=HOSTILE, reason=HOSTILE, status="rejected")
    con.execute("INSERT INTO file_notices VALUES (7, 'unknown_column', $text, 1, $text)", {"text": HOSTILE})
    con.execute("INSERT INTO rejected_rows VALUES (7, 1, $text, 'c', $text, NULL, NULL)", {"text": HOSTILE})
    (path,) = write_receipts(con, [7], tmp_path)
    cells = list(chain.from_iterable(load_workbook(path)["回执"].iter_rows()))
    assert {cell.data_type for cell in cells} == {"s", "n"} and not any(cell.hyperlink for cell in cells)
    values = list(chain.from_iterable(CalamineWorkbook.from_path(path).get_sheet_by_name("回执").to_python()))
    assert values.count(HOSTILE) == 4


def test_a_receipt_holds_nothing_from_the_rows(tmp_path: Path) -> None:
    con = county(3)
    add_file(con, 7, "医保.xlsx")
    con.execute("INSERT INTO rejected_rows VALUES (7, 1, 'self_paid', 'blank', '必填项为空', NULL, NULL)")
    (path,) = write_receipts(con, [7], tmp_path, titles=TITLES)
    with ZipFile(path) as package:
        content = "".join(package.read(name).decode() for name in package.namelist())
    assert not re.search(r"王小明|350181|13800138000|61220", content)


def test_same_input_same_bytes_in_good_time(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    file_ids = [add_file(con, n, f"{n}.csv", rows_accepted=0, rows_rejected=10) for n in range(1, 101)]
    con.execute(
        "INSERT INTO rejected_rows "
        "SELECT f.file_id, n, 'settled_on', 'c', '日期无法识别', NULL, NULL "
        "FROM files f, range(1, 11) AS t (n)"
    )
    first = write_receipts(con, file_ids, tmp_path / "a", titles=TITLES)
    began = time.process_time()
    second = write_receipts(con, reversed(file_ids), tmp_path / "b", titles=TITLES)
    assert (
        time.process_time() - began < 100 * 0.1
    )  # measured at 0.02 s each; the bound allows for a busy machine
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in reversed(second)]
    assert first[0].relative_to(tmp_path / "a") == Path("health_insurance", PERIOD, "1.csv.1.回执.xlsx")
