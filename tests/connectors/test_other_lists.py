# ruff: noqa: E501 -- rows and statements read better whole
"""What goes to the insurer, is hung up in villages, and is entered into the national system."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from openpyxl import load_workbook

from connectors.publishing.issuing import issue
from connectors.workbooks.list_queries import Office
from connectors.workbooks.lists import write_lists
from rules.contradictions import find
from rules.declarations.pack import load_packs
from rules.procedure.tables import declare_procedure
from tests.connectors.ledger_county import found, happened, stands, table, written
from tests.connectors.list_county import PERIOD, TITLES, county

ONE, TWO, THREE = "350181000000", "350181000001", "350181000002"
TOWN = "仙龙镇"
NATIONAL = "全国系统/全国系统录入表_2021-06.xlsx"
INSURER = "保险核查/保险核查清单_2021-06_保险公司.xlsx"


def given(pack: str = "fujian-2021") -> duckdb.DuckDBPyConnection:
    con = county(6, (TOWN,))
    declare_procedure(con, load_packs()[pack])
    issue(con, PERIOD, date(2021, 6, 4))  # a Friday
    return con


def lines(path: Path) -> list[str]:
    """Every filled cell of the first sheet."""
    return [
        str(cell)
        for row in load_workbook(path).worksheets[0].iter_rows(values_only=True)
        for cell in row
        if cell
    ]


def notices(written_books: dict[str, Path]) -> dict[str, Path]:
    return {place: path for place, path in written_books.items() if place.startswith("公示/")}


def test_a_notice_names_nobody_whole_and_says_how_long_it_hangs(tmp_path: Path) -> None:
    con = given()
    stands(con, ONE, "assembly", next_step="notice")
    stands(con, TWO, "monitored")
    (place, path), = notices(written(con, tmp_path)).items()  # fmt: skip
    assert place == "公示/仙龙镇/纳入监测公示_2021-06_太平村.xlsx"
    assert table(path, "公示") == [
        {"序号": 1, "户主": "王*明", "类别": "突发严重困难户", "公示时间": "2021年6月7日至\n2021年6月11日"}
    ]
    texts = lines(path)
    assert any("联系电话：＿" in text for text in texts)
    assert "太平村（盖章）" in texts[-2]
    assert not any(word in "".join(texts) for word in (ONE, "王小明", "病", "元", "138"))


def test_days_of_a_notice_are_working_days_from_the_day_it_was_hung_up(tmp_path: Path) -> None:
    con = given()
    stands(con, ONE, "assembly", next_step="notice")
    happened(con, ONE, "notice_started", date(2021, 6, 9))  # 端午 is on the 14th
    (path,) = notices(written(con, tmp_path)).values()
    assert [row["公示时间"] for row in table(path, "公示")] == ["2021年6月9日至\n2021年6月16日"]


def test_a_notice_names_whom_to_call_and_each_kind_has_its_own_page(tmp_path: Path) -> None:
    con = given()
    stands(con, ONE, "assembly", next_step="notice")
    stands(con, "350181000003", "elimination_assembly", next_step="elimination_notice")
    office = Office("福清市", "福清市乡村振兴局", "0591-12345678")
    write_lists(con, PERIOD, tmp_path, area="350181", titles=TITLES, office=office)
    paths = sorted(tmp_path.glob("公示/仙龙镇/*.xlsx"))
    assert [path.name for path in paths] == [
        "纳入监测公示_2021-06_太平村.xlsx",
        "风险消除公示_2021-06_太平村.xlsx",
    ]
    for path in paths:
        assert any("福清市乡村振兴局反映" in text for text in lines(path))
        assert any("联系电话：0591-12345678" in text for text in lines(path))


def test_the_insurer_gets_what_the_procedure_sends_to_it(tmp_path: Path) -> None:
    con = given("city-2020")
    stands(con, ONE, "first_check", next_step="insurer_visit", due_on=date(2021, 7, 5))
    stands(con, TWO, "insurer_visit", next_step="township_verified")
    path = written(con, tmp_path)[INSURER]
    (row,) = table(path, "保险核查")
    assert (row["户编号"], row["户主身份证号"], row["办理期限"]) == (ONE, "350181********1000", "2021-07-05")
    assert "收入" in str(row["为什么核查"])
    blank = [title for title in row if row[title] is None]
    assert blank == ["核查日期", "是否属实", "实际原因", "建议措施", "核查人", "备注"]
    remembered = con.execute(
        "SELECT household_id, form, head_name FROM returned.issued WHERE item = 'i'"
    ).fetchall()
    assert remembered == [(ONE, "insurer", "王小明")]


def test_without_a_step_of_the_insurer_it_gets_nothing(tmp_path: Path) -> None:
    con = given()
    stands(con, ONE, "assembly", next_step="notice")
    assert INSURER not in written(con, tmp_path)


@pytest.mark.parametrize(
    ("roster", "eliminated", "what"),
    [
        ("脱贫户", False, "新录入"),
        ("边缘易致贫户", False, "变更类型"),
        ("突发严重困难户", False, None),
        ("突发严重困难户", True, "标注风险消除"),
        ("脱贫户", True, None),
    ],
)
def test_the_national_system_is_told_what_its_roster_lacks(
    roster: str,
    eliminated: bool,
    what: str | None,
    tmp_path: Path,
) -> None:
    con = given()
    con.execute("UPDATE roster.households SET household_type = ? WHERE household_id = ?", [roster, ONE])
    happened(con, ONE, "confirmed", date(2021, 5, 25))
    stands(con, ONE, "monitored")
    if eliminated:
        happened(con, ONE, "eliminated", date(2021, 6, 3))
    found(con, ONE, "confirmed", cause="因病")
    books = written(con, tmp_path)
    if what is None:
        assert NATIONAL not in books
        return
    (row,) = table(books[NATIONAL], "录入表")
    assert list(row)[:11] == [
        "序号", "县（市、区）", "乡（镇）", "行政村", "户编号", "户主姓名", "监测对象类别", "风险类型", "识别时间",
        "风险是否消除", "消除时间",
    ]  # fmt: skip
    told = (row["处理"], row["监测对象类别"], row["风险类型"], row["识别时间"], row["消除时间"])
    assert told == (what, "突发严重困难户", "因病", "2021-05-25", "2021-06-03" if eliminated else None)


def test_without_a_finding_the_risk_is_that_of_the_alert(tmp_path: Path) -> None:
    con = given()
    happened(con, ONE, "confirmed", date(2021, 5, 25))
    stands(con, ONE, "monitored")
    (row,) = table(written(con, tmp_path)[NATIONAL], "录入表")
    assert row["风险类型"] == "义务教育存疑、因病"


def test_a_township_gets_the_contradictions_of_its_own_households(tmp_path: Path) -> None:
    con = county(2)
    issue(con, PERIOD, date(2021, 6, 4))
    con.execute("UPDATE roster.households SET phone = household_id")
    found(con, ONE, "confirmed", cause="因残")
    stands(con, ONE, "proposed")
    find(con, PERIOD)
    books = {place: path for place, path in written(con, tmp_path).items() if place.startswith("疑点/")}
    assert [*books] == ["疑点/仙龙镇/疑点_2021-06_仙龙镇.xlsx"]
    first = table(books["疑点/仙龙镇/疑点_2021-06_仙龙镇.xlsx"], "疑点")[0]
    assert (first["户编号"], first["户主姓名"], first["疑点"]) == (
        ONE,
        "王小明",
        "原因为因残，但名册上没有残疾成员",
    )
