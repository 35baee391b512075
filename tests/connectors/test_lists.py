import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from connectors.file_names import distinct_name, safe_name
from connectors.publishing.issuing import issue
from connectors.workbooks.lists import list_path, write_lists
from sql import statement
from tests.connectors.list_county import (
    CHECKS,
    MEASURES,
    PERIOD,
    REASONS,
    SMALLEST_CHANGE,
    TITLES,
    add_candidate,
    county,
)

ISSUED_ON = date(2021, 6, 7)
AREA = "350181"
LIST, FAMILIES, CLEARED = "核查清单", "家庭成员与证据", "已解除预警"
HELP, CANDIDATES = "帮扶参考", "风险消除候选"
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "http://a.example/",
    "{=1+1}",
    "350181196001011234",
    "007",
]


def handed_out(con: duckdb.DuckDBPyConnection, day: date = ISSUED_ON) -> None:
    """Issue the lists on a day: the one after the last file arrived."""
    con.execute("UPDATE files SET received_at = ?", [day - timedelta(days=1)])
    issue(con, PERIOD, day)


def written(folder: Path, con: duckdb.DuckDBPyConnection) -> dict[str, Path]:
    """The list of every township."""
    handed_out(con)
    townships = write_lists(con, PERIOD, folder, area=AREA, titles=TITLES)
    return {township: list_path(folder, PERIOD, township) for township in townships}


def table(page: Worksheet) -> list[dict[str, object]]:
    """The rows below the header, which is the first row that begins with 序号."""
    rows = list(page.iter_rows(values_only=True))
    header = next(number for number, row in enumerate(rows) if row[0] == "序号")
    return [dict(zip(rows[header], row, strict=True)) for row in rows[header + 1 :]]


def text_above(page: Worksheet) -> str:
    rows = page.iter_rows(values_only=True)
    return "\n".join(str(row[0]) for row in iter(lambda: next(rows), None) if row[0] != "序号" and row[0])


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return written(tmp_path_factory.mktemp("lists"), county())


def test_one_workbook_for_each_township_and_none_without_visits(tmp_path: Path) -> None:
    con = county(3)
    con.execute("UPDATE alerts SET state = 'cleared' WHERE township = '太平畲族乡'")
    handed_out(con)
    assert write_lists(con, PERIOD, tmp_path, area=AREA) == {"仙龙镇": 3}
    names = ["入户核查表_2021-06_仙龙镇.xlsx", "防返贫核查清单_2021-06_仙龙镇.xlsx"]
    assert sorted(path.name for path in tmp_path.rglob("*.xlsx")) == names


def test_a_county_without_alerts_gets_no_list(tmp_path: Path) -> None:
    con = county(1)
    con.execute("DELETE FROM alerts")
    handed_out(con)
    assert write_lists(con, PERIOD, tmp_path, area=AREA) == {}
    assert list(tmp_path.iterdir()) == []


def test_a_household_says_who_why_and_what_to_look_at(lists: dict[str, Path]) -> None:
    row = table(load_workbook(lists["仙龙镇"])[LIST])[0]
    key = row.pop("回收码（请勿改动）")
    assert re.fullmatch(r"2021-06\|350181000000\|v\|[0-9a-f]{8}", str(key))
    assert row == {
        "序号": 1,
        "预警等级": "红",
        "状态": "新增",
        "标记": None,
        "行政村": "太平村",
        "户编号": "350181000000",
        "户主姓名": "王小明",
        "户主身份证号": "350181********1000",
        "家庭人口": 4,
        "联系电话": "13800138000",
        "帮扶责任人": "张帮扶",
        "对象类别": "突发严重困难户",
        "为什么预警": "\n".join(f"{n}. {reason}" for n, reason in enumerate(REASONS.values(), start=1)),
        "政策依据": "闽委振兴组〔2021〕5号 第1条、第2条、第6条；本地口径",
        "核查要点": "\n".join(dict.fromkeys(CHECKS.values())),  # two rules with the same check: once
        **dict.fromkeys(["核查日期", "是否属实", "实际原因", "建议措施", "核查人", "备注"]),
    }


def test_gravest_first_then_state_village_household(lists: dict[str, Path]) -> None:
    rows = table(load_workbook(lists["仙龙镇"])[LIST])
    order = [(row["预警等级"], row["状态"]) for row in rows]
    assert order == [
        ("红", "新增"),
        ("红", "数据缺失"),
        ("橙", "新增"),
        ("橙", "加重"),
        ("黄", "加重"),
        ("黄", "持续"),
    ]
    assert [row["序号"] for row in rows] == list(range(1, 7))


def test_the_reason_for_a_lower_level_follows_the_reasons(lists: dict[str, Path]) -> None:
    row = next(row for row in table(load_workbook(lists["仙龙镇"])[LIST]) if row["预警等级"] == "橙")
    assert str(row["为什么预警"]).endswith("\n注：扣除刚性支出后的人均收入无法计算，暂定为橙色。")


def test_headings_give_counts_deadlines_and_what_is_local(lists: dict[str, Path]) -> None:
    text = text_above(load_workbook(lists["仙龙镇"])[LIST])
    assert "2021年6月" in text and "县扶贫办　发　仙龙镇" in text
    assert "共 6 户 24 人：红色 2 户、橙色 2 户、黄色 2 户" in text
    assert "乡镇初审：2021年6月15日 前" in text and "入户核实：2021年7月7日 前" in text
    assert "期限依据：闽委振兴组〔2021〕5号 第7条" in text
    assert "不是认定结论" in text
    assert "“对象类别”是按预警原因建议的，可能与名册上的户类型不同，也不是认定" in text
    assert "本地口径（文件没有给出具体数值，由县里确定）：收入骤降、支出超过收入、支出骤增。" in text


def test_deadlines_are_the_countys_own_where_the_pack_gives_none(tmp_path: Path) -> None:
    con = county(1)
    con.execute("DELETE FROM duties_in_force WHERE within_working_days = 5 OR within_months = 1")
    text = text_above(load_workbook(written(tmp_path, con)["仙龙镇"])[LIST])
    assert "乡镇初审：2021年6月15日 前（5 个工作日）" in text and "入户核实：2021年7月7日 前" in text
    assert "期限依据：本地口径" in text and "第7条" not in text


def test_deadlines_are_those_of_the_document(tmp_path: Path) -> None:
    con = county(1)
    con.execute("UPDATE duties_in_force SET within_working_days = 10, label = '镇级复核' WHERE ordinal = 1")
    con.execute("UPDATE duties_in_force SET within_months = 3, cites = '甲文 第2条' WHERE ordinal = 2")
    text = text_above(load_workbook(written(tmp_path, con)["仙龙镇"])[LIST])
    assert "镇级复核：2021年6月22日 前（10 个工作日）　　　入户核实：2021年9月7日 前（3 个月）" in text
    assert "期限依据：闽委振兴组〔2021〕5号 第7条；甲文 第2条" in text
    assert "走访" not in text  # repeated every quarter, independently of a list


def test_an_unpublished_holiday_calendar_is_stated(tmp_path: Path) -> None:
    con = county(1)
    handed_out(con, date(2060, 6, 7))
    townships = write_lists(con, PERIOD, tmp_path, area=AREA)
    text = text_above(load_workbook(list_path(tmp_path, PERIOD, next(iter(townships))))[LIST])
    assert "2060 年放假安排程序尚未收录" in text


def test_cleared_families_are_listed_but_not_visited(lists: dict[str, Path]) -> None:
    book = load_workbook(lists["仙龙镇"])
    assert [row["户编号"] for row in table(book[CLEARED])] == ["350181000006"]
    assert "350181000006" not in {row["户编号"] for row in table(book[LIST])}


def test_no_sheet_of_cleared_families_when_there_are_none(tmp_path: Path) -> None:
    con = county(1)
    con.execute("DELETE FROM alerts WHERE state = 'cleared'")
    assert CLEARED not in load_workbook(written(tmp_path, con)["仙龙镇"]).sheetnames


def test_members_and_evidence_are_side_by_side(lists: dict[str, Path]) -> None:
    rows = [row for row in table(load_workbook(lists["仙龙镇"])[FAMILIES]) if row["序号"] == 1]
    assert [(row["户编号"], row["成员姓名"], row["与户主关系"], row["年龄"]) for row in rows] == [
        ("350181000000", "王小明", "户主", 61),
        (None, "王家成员1", "配偶", 60),
        (None, "王家成员2", "子", 59),
        (None, "王家成员3", "女", 58),
    ]
    evidence = [
        (
            row["预警所依据的数据"],
            row["数值"],
            row["单位或结论"],
            row["数据来源"],
            row["记录数"],
            row["涉及成员"],
        )
        for row in rows
    ]
    assert evidence == [
        ("义务教育保障", None, "存疑", None, None, None),
        ("近十二个月家庭收入", 29061.65, "元", "家庭收入", 12, None),  # used by two rules, counted once
        ("近十二个月刚性支出", 61220.1, "元", "医保结算", 1, "王家成员1"),
        (None, None, None, None, None, None),
    ]


def test_help_has_its_own_sheet(lists: dict[str, Path]) -> None:
    rows = table(load_workbook(lists["仙龙镇"])[HELP])
    assert [row["序号"] for row in rows] == list(range(1, 7))
    assert rows[0] == {
        "序号": 1,
        "预警等级": "红",
        "行政村": "太平村",
        "户编号": "350181000000",
        "户主姓名": "王小明",
        "对象类别": "突发严重困难户",
        "预警原因": "因病、义务教育存疑",
        "有无劳动能力": "有",
        "距标准（元）": 1339.67,
        "怎样才不触发": SMALLEST_CHANGE,
        "建议帮扶措施（责任单位）": MEASURES.replace("；", "；\n"),
    }


def test_no_sheet_of_help_if_the_pack_proposes_none(tmp_path: Path) -> None:
    con = county(1)
    con.execute("UPDATE alerts SET measures = '', smallest_change = NULL")
    assert HELP not in load_workbook(written(tmp_path, con)["仙龙镇"]).sheetnames


def test_candidates_for_elimination_are_reviewed_by_their_township(tmp_path: Path) -> None:
    con = county(2)
    add_candidate(con, "仙龙镇", "350181000003")  # never alerted
    books = written(tmp_path, con)
    (row,) = table(load_workbook(books["仙龙镇"])[CANDIDATES])
    assert str(row.pop("回收码（请勿改动）")).startswith("2021-06|350181000003|e|")
    assert row == {
        "序号": 1,
        "行政村": "太平村",
        "户编号": "350181000003",
        "户主姓名": "欧阳淑芬",
        "家庭人口": 4,
        "对象类别": "边缘易致贫户",
        "自何月起无预警": "2021-03",
        "为什么列入": "人均收入 12,000 元，高于监测线 7,152 元；各项保障未见疑问；连续 3 期没有预警。",
        "政策依据": "闽委振兴组〔2021〕5号 第9条",
        **dict.fromkeys(["复核日期", "复核意见", "复核人", "备注"]),
    }
    assert CANDIDATES not in load_workbook(books["太平畲族乡"]).sheetnames


def test_a_township_with_only_candidates_gets_its_list(tmp_path: Path) -> None:
    con = county(1)
    con.execute("UPDATE alerts SET state = 'cleared'")
    add_candidate(con, "仙龙镇", "350181000002")
    handed_out(con)
    assert write_lists(con, PERIOD, tmp_path, area=AREA) == {"仙龙镇": 0}
    book = load_workbook(list_path(tmp_path, PERIOD, "仙龙镇"))
    assert book.sheetnames == [LIST, FAMILIES, CANDIDATES, CLEARED, "选项"]
    assert [row["户编号"] for row in table(book[CANDIDATES])] == ["350181000002"]


def test_a_household_that_left_the_roster_is_still_listed(tmp_path: Path) -> None:
    con = county(1)
    for relation in ("roster.households", "roster.members", "household_months"):
        con.execute(f"DELETE FROM {relation}")
    book = load_workbook(written(tmp_path, con)["仙龙镇"])
    assert [row["户编号"] for row in table(book[LIST])] == ["350181000000"]


def test_a_township_sees_its_own_families_only(lists: dict[str, Path]) -> None:
    own = {"仙龙镇": "3501810", "太平畲族乡": "3501811"}
    assert lists.keys() == own.keys()
    for township, path in lists.items():
        other = "3501811" if own[township] == "3501810" else "3501810"
        with ZipFile(path) as package:
            content = "".join(package.read(name).decode() for name in package.namelist())
        assert own[township] in content
        assert f">{other}" not in content and f"|{other}" not in content
        assert (set(own) - {township}).isdisjoint(re.findall("|".join(own), content))


@pytest.mark.parametrize(
    "township",
    [
        "../../etc",
        "..",
        "a/b",
        "CON",
        "con.txt",
        ".隐藏",
        "尾点.",
        "换\n行",
        "长" * 300,
        "",
        "x\x00y",
        "&P'[]:*?",
        "=1+1",
    ],
)
def test_malicious_township_names_stay_inside_the_folder(tmp_path: Path, township: str) -> None:
    con = county(1, (township, "仙龙镇"))
    folder = tmp_path / "outbox"
    for path in written(folder, con).values():
        assert path.is_file()
        assert path.resolve().relative_to(folder.resolve()).parts == (path.parent.name, path.name)
        assert load_workbook(path).sheetnames[0] == LIST
    assert [entry.name for entry in tmp_path.iterdir()] == ["outbox"]


def test_townships_with_similar_names_get_different_folders(tmp_path: Path) -> None:
    names = ("a/b", "a_b", "A_b", "a:b", "a_b.", " a_b")
    folders = {path.parent.name.casefold() for path in written(tmp_path, county(1, names)).values()}
    assert len(folders) == len(names)


@given(st.lists(st.text(), min_size=2, max_size=4, unique=True))
@example(["", "\xa0" * 100])  # the digest follows a name of full length
def test_distinct_names_are_distinct_and_safe(texts: list[str]) -> None:
    names = [distinct_name(text) for text in texts]
    assert len({name.casefold() for name in names}) == len(texts)
    for name in names:
        assert (
            len(name.encode()) < 200 and not name.startswith(".") and not re.search(r"[/\\:\x00-\x1f]", name)
        )
        stem = re.sub(r"_[0-9a-f]{12}$", "", name)
        assert safe_name(stem) == stem


@pytest.fixture(scope="module")
def masking() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute(statement("lists/masked_number"))
        yield con


@given(
    st.text("0123456789Xx*０１２ '", max_size=24)
    | st.from_regex(r"[0-9]{17}[0-9Xx]|[0-9]{15}", fullmatch=True)
)
def test_a_masked_number_never_shows_the_middle(masking: duckdb.DuckDBPyConnection, number: str) -> None:
    (plain, masked) = (
        masking.execute("SELECT plain_number($n), masked_number($n)", {"n": number}).fetchone() or ()
    )
    if masked in ("未登记", "号码有误待核"):
        return
    assert re.fullmatch(r"\d{6}\*{4,}[\dX]{1,4}", masked)
    assert not re.search(r"\d", masked[6:-4])
    assert plain[:6] == masked[:6]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("350181199001011234", "350181********1234"),
        ("'35018119900101123x ", "350181********123X"),
        ("３５０１８１１９９００１０１１２３４", "350181********1234"),
        ("350181900101123", "350181******123"),
        ("350181********1234", "350181********1234"),
        ("350181****1234", "350181****1234"),
        ("3.50181E+17", "号码有误待核"),
        ("3501811990010112345", "号码有误待核"),
        ("", "未登记"),
        (None, "未登记"),
    ],
)
def test_masking(masking: duckdb.DuckDBPyConnection, number: str | None, shown: str) -> None:
    assert masking.execute("SELECT masked_number($n)", {"n": number}).fetchone() == (shown,)


def test_no_complete_id_number_is_in_the_package(lists: dict[str, Path]) -> None:
    with ZipFile(lists["仙龙镇"]) as package:
        content = "".join(package.read(name).decode() for name in package.namelist())
    assert "350181****" in content
    assert not re.search(r"(?<!\d)\d{17}[\dX](?!\d)", content)


def test_values_from_outside_stay_text(tmp_path: Path) -> None:
    con = county(len(HOSTILE), ("=1+1",))
    for place, text in enumerate(HOSTILE):
        household = {"id": f"3501810{place:05d}", "text": text}
        con.execute(
            "UPDATE roster.households SET head_name = $text, phone = $text, responsible_person = $text "
            "WHERE household_id = $id",
            household,
        )
        con.execute(
            "UPDATE roster.members SET name = $text, health = $text WHERE household_id = $id", household
        )
        con.execute(
            "UPDATE alerts SET village = $text, cites = $text, reason = $text WHERE household_id = $id",
            household,
        )
    (path,) = written(tmp_path, con).values()
    book = load_workbook(path)
    cells = [
        cell
        for page in book.worksheets
        for cell in chain.from_iterable(page.iter_rows())
        if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    for column in ("户主姓名", "联系电话", "行政村", "政策依据", "帮扶责任人"):
        assert {row[column] for row in table(book[LIST])} == set(HOSTILE)
    values = chain.from_iterable(CalamineWorkbook.from_path(path).get_sheet_by_name(LIST).to_python())
    assert set(HOSTILE) <= {value for value in values if isinstance(value, str)}


def test_drop_downs_take_their_choices_from_names(lists: dict[str, Path]) -> None:
    book = load_workbook(lists["仙龙镇"])
    page = book[LIST]
    validations = {str(v.sqref): v for v in page.data_validations.dataValidation}
    choices = {}
    for v in validations.values():
        if v.type == "list":
            ((sheet, cells),) = book.defined_names[v.formula1].destinations
            choices[v.formula1] = [cell.value for (cell,) in book[sheet][cells.replace("$", "")]]
    assert choices["choices_verdict"] == ["属实", "部分属实", "不属实", "无法核实", "撤回"]
    assert choices["choices_cause"] == ["因病", "因残", "因灾", "因学", "因意外", "收入下降", "其他"]
    assert choices["choices_proposal"] == [
        "纳入监测",
        "临时救助",
        "低保申请",
        "产业就业帮扶",
        "持续观察",
        "无需帮扶",
    ]
    assert [v.type for v in validations.values()].count("date") == 1
    assert book["选项"].sheet_state == "hidden"


def test_only_cells_to_fill_in_may_be_changed(lists: dict[str, Path]) -> None:
    page = load_workbook(lists["仙龙镇"])[LIST]
    header = next(row for row in page.iter_rows() if row[0].value == "序号")
    open_cells = {cell.value for cell in header if not page.cell(cell.row + 1, cell.column).protection.locked}
    assert page.protection.sheet and not page.protection.password
    assert open_cells == {"核查日期", "是否属实", "实际原因", "建议措施", "核查人", "备注"}
    assert page.column_dimensions[header[-1].column_letter].hidden


def test_pages_are_ready_to_print(lists: dict[str, Path]) -> None:
    page = load_workbook(lists["仙龙镇"])[LIST]
    assert page.page_setup.orientation == "landscape" and page.page_setup.paperSize == 9
    assert page.sheet_properties.pageSetUpPr.fitToPage  # one page wide is the default and therefore omitted
    assert page.page_setup.fitToWidth in (None, 1) and page.page_setup.fitToHeight == 0
    assert page.print_title_rows == "$8:$8" and page.freeze_panes == "H9"
    assert page.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert page.oddFooter.left.text == "内含个人信息，请妥善保管"


def test_same_input_same_bytes(tmp_path: Path) -> None:
    first, second = (written(tmp_path / name, county())["仙龙镇"] for name in "ab")
    assert first.read_bytes() == second.read_bytes()
    with ZipFile(first) as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}
        assert "2021-06-01T00:00:00Z" in package.read("docProps/core.xml").decode()


def test_text_too_long_for_a_row_gets_a_smaller_font(tmp_path: Path) -> None:
    con = county(1)
    con.execute("UPDATE rule_results SET reason = repeat('收入明显减少，', 18)")
    page = load_workbook(written(tmp_path, con)["仙龙镇"])[LIST]
    row = page[9]
    assert page.row_dimensions[9].height <= 409
    assert {cell.font.size for cell in row} == {8}


NEEDS_OFFICE = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="needs LibreOffice and poppler to print",
)


def converted(path: Path, target: str, folder: Path) -> Path:
    """The file at `path`, converted to another format by LibreOffice."""
    profile = (folder / "profile").as_uri()
    options = [f"-env:UserInstallation={profile}", "--headless", "--convert-to", target, "--outdir", folder]
    subprocess.run(["soffice", *options, path], check=True, capture_output=True, timeout=120)
    return folder / f"{path.stem}.{target}"


@pytest.mark.slow
@NEEDS_OFFICE
def test_printed_pages_show_every_character(tmp_path: Path) -> None:
    path = written(tmp_path, county(5, ("仙龙镇",)))["仙龙镇"]
    pdf = converted(path, "pdf", tmp_path)
    pages = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True, text=True).stdout
    width, height = map(float, re.findall(r"Page size:\s+([\d.]+) x ([\d.]+)", pages)[0])
    assert width > height
    assert 3 <= int(re.findall(r"Pages:\s+(\d+)", pages)[0]) <= 6
    assert Counter(visible_text(path)) - Counter("".join(text.split())) == Counter()


@pytest.mark.slow
@NEEDS_OFFICE
def test_no_row_is_lower_than_its_text(tmp_path: Path) -> None:
    path = written(tmp_path, county(5, ("仙龙镇",)))["仙龙镇"]
    book = load_workbook(path)
    given = {(page.title, row): size.height for page in book for row, size in page.row_dimensions.items()}
    for page in book:
        page.row_dimensions.clear()
    (tmp_path / "free").mkdir()
    book.save(tmp_path / "free" / path.name)
    sheet = converted(
        tmp_path / "free" / path.name, "ods", tmp_path
    )  # LibreOffice fits rows when it opens this
    fitted = load_workbook(converted(sheet, "xlsx", tmp_path))
    needed = {(page.title, row): size.height for page in fitted for row, size in page.row_dimensions.items()}
    assert max(needed.values()) > 100  # LibreOffice has fitted the rows
    assert {
        place: (given[place], height) for place, height in needed.items() if given.get(place, 999) < height
    } == {}


def visible_text(path: Path) -> str:
    """All text in the visible sheets, without white space and without the hidden key."""
    cells = (
        str(cell.value)
        for page in load_workbook(path).worksheets
        if page.sheet_state == "visible"
        for cell in chain.from_iterable(page.iter_rows())
        if cell.data_type == "s" and not str(cell.value).startswith((f"{PERIOD}|", "回收码"))
    )
    return "".join("".join(cells).split())
