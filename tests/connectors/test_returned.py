"""What comes back of the lists: rows known by their codes, cells judged, each refusal with its place."""

import shutil
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import md5
from pathlib import Path
from typing import Any

import duckdb
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import load_workbook

from connectors.returned.folder import ReturnedFile
from connectors.returned.taking import County, derive, take
from connectors.workbooks.layout import words
from sql import rows
from tests.connectors.returned_county import (
    AREA,
    VISIT,
    Family,
    came_back,
    families,
    hand_out,
    make_county,
    opened,
    write_list,
)

WORDS = words("returned_faults")
COUNTY = County(AREA, today=date(2021, 7, 1))


def taken(
    con: duckdb.DuckDBPyConnection, files: Sequence[ReturnedFile], county: County = COUNTY
) -> dict[str, Any]:
    """`returned_files` of the last file after taking them."""
    take(con, files, county)
    derive(con)
    return rows(con, "FROM returned_files WHERE name = $name", {"name": files[-1].name})[0]


def counts(file: dict[str, Any]) -> tuple[int, int, int, int]:
    return file["rows_read"], file["rows_taken"], file["rows_unanswered"], file["rows_refused"]


def entries(con: duckdb.DuckDBPyConnection, household_id: str) -> dict[str, str]:
    query = """
        SELECT field, value
        FROM returned.entries JOIN returned.rows USING (file_id, sheet, row_number)
        WHERE household_id = ?
    """
    return dict(con.execute(query, [household_id]).fetchall())


def problems(con: duckdb.DuckDBPyConnection) -> list[tuple[str, int, str | None, str]]:
    query = "SELECT sheet, row_number, column_name, reason FROM returned_problems ORDER BY ALL"
    return con.execute(query).fetchall()


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    con = make_county()
    hand_out(con, families(5))
    return con


@pytest.fixture
def path(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> Path:
    return write_list(con, tmp_path / "清单.xlsx", families(5))


def filled(path: Path, *changes: tuple[Family, dict[str, Any]]) -> Path:
    book, page = opened(path)
    for family, entry in changes:
        page.fill(family.household_id, entry)
    book.save(path)
    return path


def test_a_filled_row_is_taken_and_the_others_are_unanswered(
    con: duckdb.DuckDBPyConnection, path: Path
) -> None:
    one, two, *_ = families(5)
    filled(
        path,
        (one, VISIT),
        (two, {**VISIT, "是否属实": "不 属实", "核查日期": "2021年6月9日", "备注": "有工资"}),
    )
    file = taken(con, [came_back(path)])
    assert counts(file) == (5, 2, 3, 0)
    assert (file["status"], file["period"], file["township"]) == ("accepted", "2021-06", "仙龙镇")
    assert entries(con, one.household_id) == {
        "verified_on": "2021-06-15",
        "verdict": "confirmed",
        "cause": "因病",
        "proposal": "monitor",
        "verified_by": "李村长",
    }
    assert (
        entries(con, two.household_id).items()
        >= {"verified_on": "2021-06-09", "verdict": "refuted", "remark": "有工资"}.items()
    )


def problems_after(
    con: duckdb.DuckDBPyConnection, path: Path, *changes: tuple[Family, dict[str, Any]]
) -> list[str]:
    """Column and reason of every problem of a list with these entries."""
    taken(con, [came_back(filled(path, *changes))])
    return [f"{column or '整行'}：{reason}" for _, _, column, reason in problems(con)]


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"核查日期": None}, "核查日期", "填写了“是否属实”的"),
        ({"核查人": "　"}, "核查人", "填写了“是否属实”的"),
        ({"是否属实": None}, "是否属实", "这一栏也要填写"),
        ({"是否属实": "差不多"}, "是否属实", "只能填写：属实、部分属实、不属实、无法核实、撤回"),
        ({"核查日期": "六月"}, "核查日期", "请写成 2021-06-15 的样子"),
        ({"核查日期": date(2021, 6, 6)}, "核查日期", "早于清单下发日期（2021-06-07）"),
        ({"核查日期": date(2021, 6, 26)}, "核查日期", "晚于文件发回的日期（2021-06-25）"),
        ({"建议措施": "纳入监测户"}, "建议措施", "只能填写：纳入监测"),
    ],
)
def test_a_row_is_refused_whole_with_place_and_remedy(
    con: duckdb.DuckDBPyConnection, path: Path, change: dict[str, Any], column: str, words: str
) -> None:
    one, *_ = families(5)
    (problem,) = problems_after(con, path, (one, {**VISIT, **change}))[:1]
    assert problem.startswith(f"{column}：")
    assert words in problem
    assert entries(con, one.household_id) == {}


@pytest.mark.parametrize("day", [date(2021, 6, 7), date(2021, 6, 25)])
def test_the_days_of_issue_and_of_arrival_count(
    con: duckdb.DuckDBPyConnection, path: Path, day: date
) -> None:
    one, *_ = families(5)
    assert problems_after(con, path, (one, {**VISIT, "核查日期": day})) == []


def test_a_remark_alone_is_no_answer(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    one, *_ = families(5)
    assert problems_after(con, path, (one, {"备注": "搬走了"})) == [
        "是否属实：填写了“备注”的，这一栏也要填写"
    ]


def test_signs_for_nothing_are_no_answer(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    one, *_ = families(5)
    filled(path, (one, {"核查日期": "/", "是否属实": "—", "备注": "无"}))
    assert counts(taken(con, [came_back(path)])) == (5, 0, 5, 0)


def test_a_wrong_clock_does_not_refuse_everything(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    one, *_ = families(5)
    filled(path, (one, VISIT))
    assert counts(taken(con, [came_back(path, at=datetime(2003, 1, 1))]))[1] == 1
    assert con.execute("SELECT received_on FROM returned.received").fetchall() == [(COUNTY.today,)]


def test_a_clock_ahead_makes_no_day_of_the_future_past(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    one, *_ = families(5)
    filled(path, (one, {**VISIT, "核查日期": date(2021, 8, 1)}))
    taken(con, [came_back(path, at=datetime(2021, 9, 1))])
    assert "晚于文件发回的日期（2021-07-01）" in problems(con)[0][3]


def test_what_was_asked_in_june_and_stayed_open_may_be_answered_in_julys_list(tmp_path: Path) -> None:
    con, (one, two) = make_county(), families(2)
    hand_out(con, [one, two])
    july = date(2021, 7, 7)
    hand_out(con, [one], "2021-07", issued_on=july, why="unanswered", episode="2021-06")
    hand_out(con, [two], "2021-07", issued_on=july, why="level", episode="2021-06")
    path = write_list(con, tmp_path / "七月.xlsx", [one, two], "2021-07")
    filled(path, (one, VISIT), (two, VISIT))
    county = County(AREA, today=date(2021, 8, 1))
    file = taken(con, [came_back(path, at=datetime(2021, 7, 20))], county)
    assert counts(file) == (2, 1, 0, 1)
    assert entries(con, one.household_id) != {}


def test_a_list_of_another_county_is_refused_whole(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    other = write_list(con, tmp_path / "别县.xlsx", families(5), area="350182")
    filled(other, (families(5)[0], VISIT))
    file = taken(con, [came_back(other)])
    assert (file["status"], counts(file)) == ("rejected", (0, 0, 0, 0))
    assert file["reason"].startswith("不是本县下发的清单")


def test_a_list_that_was_never_issued_is_refused_whole(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = write_list(con, tmp_path / "七月.xlsx", families(5), "2021-07")
    filled(path, (families(5)[0], VISIT))
    file = taken(con, [came_back(path)])
    assert (file["status"], file["reason"][:8]) == ("rejected", "其中没有一户在本")


def test_what_was_refused_whole_is_read_again(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = write_list(con, tmp_path / "七月.xlsx", families(5), "2021-07")
    filled(path, (families(5)[0], {**VISIT, "核查日期": date(2021, 6, 20)}))
    assert taken(con, [came_back(path)])["status"] == "rejected"
    hand_out(con, families(5), "2021-07", issued_on=date(2021, 6, 20))
    assert counts(taken(con, [came_back(path)])) == (5, 1, 4, 0)


def test_a_household_that_is_not_on_the_list_is_refused(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    book, page = opened(path)
    number = page.fill(families(5)[0].household_id, VISIT)
    page.sheet.cell(number, page.column("户编号")).value = "350181000099"
    page.sheet.cell(number, page.column("回收码")).value = None
    book.save(path)
    assert counts(taken(con, [came_back(path)])) == (5, 0, 4, 1)
    assert problems(con)[0][2:] == (None, WORDS["never_issued"])


@pytest.mark.parametrize("title", ["回收码", "户编号"])
def test_a_row_is_known_by_either_key(con: duckdb.DuckDBPyConnection, path: Path, title: str) -> None:
    one, *_ = families(5)
    book, page = opened(path)
    page.fill(one.household_id, VISIT)
    page.sheet.delete_cols(page.column(title))
    book.save(path)
    assert counts(taken(con, [came_back(path)])) == (5, 1, 4, 0)
    assert entries(con, one.household_id)["verdict"] == "confirmed"


@pytest.mark.parametrize(
    "header", ["户编号：", "户编号*", "【户编号】户编号", "户编\u200b号", "户 编\n号[必填]"]
)
def test_without_codes_the_header_is_found_however_it_is_marked(
    con: duckdb.DuckDBPyConnection, path: Path, header: str
) -> None:
    book, page = opened(path)
    page.fill(families(5)[0].household_id, VISIT)
    page.sheet.cell(page.header, page.column("户编号")).value = header
    page.sheet.delete_cols(page.column("回收码"))
    book.save(path)
    assert counts(taken(con, [came_back(path)])) == (5, 1, 4, 0)


def without_codes(path: Path, title: str | None) -> Path:
    book, page = opened(path)
    page.fill(families(5)[0].household_id, VISIT)
    page.sheet.delete_cols(page.column("回收码"))
    page.sheet["A1"].value = title
    book.save(path)
    return path


def test_without_codes_and_title_the_file_name_says_of_which_month_it_is(
    con: duckdb.DuckDBPyConnection, path: Path
) -> None:
    without_codes(path, None)
    assert counts(taken(con, [came_back(path, "仙龙镇/2021年6月清单.xlsx")])) == (5, 1, 4, 0)


def test_without_codes_title_and_name_the_list_is_of_no_month(
    con: duckdb.DuckDBPyConnection, path: Path
) -> None:
    file = taken(con, [came_back(without_codes(path, "核查清单"))])
    assert (file["status"], file["reason"][:9]) == ("rejected", "看不出是哪一期的清")


def test_numbers_and_names_must_agree(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    one, two, *_ = families(5)
    book, page = opened(path)
    number = page.fill(one.household_id, VISIT)
    page.sheet.cell(number, page.column("户主姓名")).value = two.head_name
    book.save(path)
    taken(con, [came_back(path)])
    assert problems(con) == [("核查清单", number, None, WORDS["other_head"])]


def test_codes_of_earlier_versions_are_visits(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    one, *_ = families(5)
    book, page = opened(path)
    number = page.fill(one.household_id, VISIT)
    check = md5(f"2021-06|{one.household_id}".encode()).hexdigest()[:8]
    page.sheet.cell(number, page.column("回收码")).value = f"2021-06|{one.household_id}|{check}"
    book.save(path)
    assert counts(taken(con, [came_back(path)])) == (5, 1, 4, 0)


def test_a_household_number_may_hold_the_separator(tmp_path: Path) -> None:
    con, odd = make_county(), [Family("03|v|7", "王小明"), Family("H 1", "李伟")]
    hand_out(con, odd)
    path = filled(write_list(con, tmp_path / "清单.xlsx", odd), (odd[0], VISIT))
    assert counts(taken(con, [came_back(path)])) == (2, 1, 1, 0)
    assert entries(con, "03|v|7")["verdict"] == "confirmed"


def test_the_sheet_of_answered_households_is_not_read(tmp_path: Path) -> None:
    con, listed = make_county(), families(2)
    hand_out(con, listed)
    path = write_list(con, tmp_path / "清单.xlsx", listed, forms=("visit", ""))
    assert "已核查" in load_workbook(path).sheetnames
    assert counts(taken(con, [came_back(path)])) == (2, 0, 2, 0)


def test_a_date_merged_over_several_families_is_of_all(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    book, page = opened(path)
    first, last = (page.fill(f.household_id, VISIT) for f in families(5)[:2])
    place = page.column("核查日期")
    page.sheet.merge_cells(start_row=first, end_row=last, start_column=place, end_column=place)
    book.save(path)
    assert counts(taken(con, [came_back(path)])) == (5, 2, 3, 0)


def test_two_clerks_copies_of_one_list_are_both_read(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    one, two, *_ = families(5)
    copy = Path(shutil.copyfile(path, path.with_name("另一份.xlsx")))
    filled(path, (one, VISIT))
    filled(copy, (two, VISIT))
    taken(con, [came_back(path), came_back(copy)])
    assert entries(con, one.household_id) == entries(con, two.household_id) != {}


def test_the_county_answers_alike(tmp_path: Path) -> None:
    con, listed = make_county(), families(3)
    hand_out(con, listed, forms=("county",))
    path = write_list(con, tmp_path / "县级.xlsx", listed, forms=("county",), name="county_confirmation")
    book, page = opened(path, "县级确认")
    page.fill(listed[0].household_id, {"确认结果": "同意", "确认日期": "2021-06-20"})
    page.fill(listed[1].household_id, {"确认结果": "不同意"})
    book.save(path)
    assert counts(taken(con, [came_back(path)])) == (3, 1, 1, 1)
    assert entries(con, listed[0].household_id) == {"confirm_result": "agree", "confirm_on": "2021-06-20"}
    assert problems(con)[0][2:] == ("确认日期", "填写了“确认结果”的，这一栏也要填写")


def test_a_password_of_the_county_opens_a_list(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    one, *_ = families(5)
    locked = encrypted(filled(path, (one, VISIT)), "仙龙2021")
    file = taken(con, [came_back(locked)], County(AREA, COUNTY.today, {"东张镇": "x", "仙龙镇": "别的"}))
    assert (file["status"], file["reason"][:5]) == ("rejected", "文件加了密")
    file = taken(con, [came_back(locked)], County(AREA, COUNTY.today, {"东张镇": "x", "仙龙镇": "仙龙2021"}))
    assert counts(file) == (5, 1, 4, 0)
    assert [path.name for path in locked.parent.iterdir() if "opened" in path.name] == []


def encrypted(path: Path, password: str) -> Path:
    locked = path.with_name("加密.xlsx")
    with path.open("rb") as plain, locked.open("wb") as file:
        OOXMLFile(plain).encrypt(password, file)
    return locked
