# ruff: noqa: E501 -- statements and Chinese sentences read better whole
"""The printed form (入户核查表): one page for each family to visit, and hardly anything to write."""

import re
import subprocess
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import duckdb
import polars as pl
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from connectors.publishing.issuing import issue
from connectors.workbooks.layout import load_layout
from connectors.workbooks.lists import write_lists
from connectors.workbooks.page_layout import PageRow, PrintedPage
from connectors.workbooks.printed_pages import MOST_PAGES, shown_pages
from connectors.workbooks.workbook import Book, write_book
from tests.connectors.list_county import CHECKS, PERIOD, REASONS, TITLES, county
from tests.connectors.test_lists import HOSTILE, NEEDS_OFFICE, converted

LAYOUT = load_layout("household_form")
ROWS = len(LAYOUT.sheets[0].page.rows) if LAYOUT.sheets[0].page else 0
FIRST = "350181000000"
FORM = "入户核查表"
PRINTABLE = 770  # points of A4 between the margins


def page() -> PrintedPage:
    declared = LAYOUT.sheets[0].page
    assert declared
    return declared


def written(folder: Path, con: duckdb.DuckDBPyConnection, township: str = "仙龙镇") -> Path:
    issue(con, PERIOD, date(2021, 6, 4))
    write_lists(con, PERIOD, folder, area="350181", titles=TITLES)
    return folder / township / f"{FORM}_{PERIOD}_{township}.xlsx"


def pages(sheet: Worksheet) -> list[dict[str, str]]:
    """Each page: what stands beside each title, or the text of a cell over the whole width, by its kind."""
    found = []
    for top in range(1, sheet.max_row + 1, ROWS):
        cells = {}
        for place, row in enumerate(page().rows):
            texts = [cell.value for cell in sheet[top + place] if cell.value is not None]
            key = row.title.partition("\n")[0] if row.merged != "AC" else row.kind
            cells[key] = "|".join(map(str, texts[row.merged != "AC" :]))
        found.append(cells)
    return found


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    con = county()
    con.execute(
        "CREATE VIEW facts_civil_affairs AS SELECT * FROM (VALUES "
        f"('linked', '{FIRST}', '{FIRST}-1', '残疾补贴', 120.00, DATE '2021-04-01', '在保', 1, 1), "
        f"('linked', '{FIRST}', '{FIRST}-1', '残疾补贴', 130.50, DATE '2021-05-01', '停发', 1, 2), "
        f"('linked', '{FIRST}', '{FIRST}-0', '农村低保', 420.00, DATE '2021-03-01', NULL, 1, 3), "
        f"('linked', '{FIRST}', '{FIRST}-0', '临时救助', 999.00, DATE '2021-02-01', NULL, 1, 4), "
        f"('linked', '{FIRST}', '{FIRST}-0', '特困供养', 998.00, DATE '2021-06-01', NULL, 1, 5), "
        f"('review', '{FIRST}', '{FIRST}-0', '孤儿补助', 997.00, DATE '2021-05-01', NULL, 1, 6)"
        ") AS t (link_status, household_id, member_id, benefit, amount, month, status, file_id, row_number)"
    )
    con.execute(
        "UPDATE household_months SET income_12m = 29061.65, income_per_capita = 7265.41, income_prev_12m = 52340, "
        "income_prev_basis = 'months', data_gaps = NULL, illness_expense_12m = 61220.1, illness_complete = true, "
        "education_expense_12m = 1200, education_complete = false, disaster_loss_12m = 0, disaster_complete = false, "
        "guarantee_education = true, guarantee_housing = false WHERE household_id = ?",
        [FIRST],
    )
    return written(tmp_path_factory.mktemp("forms"), con)


def test_a_page_says_what_is_known_and_asks_for_the_rest(form: Path) -> None:
    sheet = load_workbook(form)[FORM]
    first = next(one for one in pages(sheet) if FIRST in one["这一户"])
    check = first["foot"].rpartition("|")[2]
    assert re.fullmatch("[0-9a-f]{8}", check)
    whys = "\n".join(f"{n}. {reason}" for n, reason in enumerate(REASONS.values(), start=1))
    assert first == {
        "title": "防返贫监测入户核查表（2021年6月）",
        "note": "仙龙镇　太平村　清单序号 1　预警等级 红　新增　下发日期 2021-06-04",
        "项目": "已掌握，只需核对|核对（一致的打钩，有出入才填写）",
        "这一户": f"户编号：{FIRST}\n户主：王小明　350181********1000\n联系电话：13800138000\n帮扶责任人：张帮扶"
        "|联系电话更正为：＿＿＿＿＿＿＿＿",
        "家庭成员": "\n".join(
            f"{name}　{relation}　 {age} 岁　患有大病　　弱劳动力或半劳动力　350181********0000"
            for name, relation, age in [
                ("王小明　", "户主　", 61),
                ("王家成员1", "配偶　", 60),
                ("王家成员2", "子　　", 59),
                ("王家成员3", "女　　", 58),
            ]
        ),
        "成员更正": "增加、减少或有误的成员（姓名、与户主关系、原因）：",
        "为什么预警": whys
        + "\n依据的数据：义务教育保障 存疑；近十二个月家庭收入 29,061.65 元（家庭收入，12 条，29,061.60 元）；"
        "近十二个月刚性支出 61,220.10 元（医保结算，1 条，王家成员1）\n核查要点："
        + "".join(dict.fromkeys(CHECKS.values())),
        "家庭基本情况": "户类型：脱贫户\n家庭人口：4 人；劳动能力：有\n对象类别（建议，不是认定）：突发严重困难户"
        "|□一致　□有出入\n有出入的：＿＿＿＿＿＿＿＿＿＿＿",
        "收入": "近十二个月家庭收入 29,061.65 元\n人均 7,265.41 元\n上一个十二个月 52,340 元"
        "|□一致　□有出入\n全年收入约＿＿＿＿＿＿元，其中\n工资＿＿＿＿元　　经营＿＿＿＿元\n财产＿＿＿＿元　　转移＿＿＿＿元",
        "刚性支出": "近十二个月看病自付：61,220.10 元\n上学支出：至少 1,200 元\n受灾损失：数据不全"
        "|□一致　□有出入\n看病自付约＿＿＿＿＿＿元\n上学＿＿＿＿元　　受灾等＿＿＿＿元",
        "三保障和饮水": "义务教育：存疑　基本医疗：没有数据\n住房安全：未见异常　饮水安全：没有数据"
        "|□都没有问题\n有问题的：□教育 □医疗 □住房 □饮水",
        "已享受政策": "农村低保 420 元（2021-03，王小明）；残疾补贴 130.50 元（2021-05，王家成员1，停发）"
        "|□一致　□有出入\n有出入的：＿＿＿＿＿＿＿＿＿＿＿",
        "核查结论": "核查日期：＿＿＿＿年＿＿月＿＿日\n是否属实：□属实 □部分属实 □不属实 □无法核实\n"
        "实际原因：□因病 □因残 □因灾 □因学 □因意外 □收入下降 □其他\n"
        "建议措施：□纳入监测 □临时救助 □低保申请 □产业就业帮扶 □持续观察 □无需帮扶",
        "备注": "情况说明：",
        "签名": "核查人：＿＿＿＿＿＿＿＿＿　　家庭成员：＿＿＿＿＿＿＿＿＿",
        "foot": f"户编号：{FIRST}　　回收码：{PERIOD}|{FIRST}|v|{check}",
    }


def blanks(rows: tuple[PageRow, ...]) -> tuple[int, int]:
    """Blanks of every visit, and all blanks."""
    always = sum(len(line) for row in rows for line in row.always)
    return always, always + sum(len(line) for row in rows for line in row.further)


def test_few_blanks() -> None:
    always, in_all = blanks(page().rows)
    assert always <= 12
    assert in_all <= 35


def test_every_blank_is_counted() -> None:
    """No entry holds two places to write: a run of ＿ (a date has three), or boxes to choose from."""
    entries = [entry for row in page().rows for line in (*row.always, *row.further) for entry in line]
    for entry in entries:
        places = len(re.findall("＿+", entry.replace("年＿＿月＿＿日", ""))) + ("□" in entry)
        assert places == 1 or entry.endswith("："), entry
    assert {"核查人", "家庭成员"} <= {entry.partition("：")[0] for entry in entries}


def test_a_page_asks_all_that_the_list_asks() -> None:
    """What is typed into the list afterwards stands on the page."""
    visit = load_layout("township_list").sheets[0]
    text = "\n".join(row.title + row.blanks for row in page().rows)
    assert visit.form == "visit"
    for column in visit.columns:
        if column.fill_in:
            assert column.title in text
        assert all(f"□{choice}" in text for choice in column.choices if choice != "撤回")


def test_only_who_is_to_be_visited_has_a_page(tmp_path: Path) -> None:
    con = county(6, ("仙龙镇",))
    path = written(tmp_path / "1", con)
    assert len(pages(load_workbook(path)[FORM])) == 6
    con.execute("UPDATE lists_issued SET answered = true WHERE household_id = ?", [FIRST])
    con.execute("UPDATE lists_issued SET withdrawn = true WHERE household_id = '350181000001'")
    write_lists(con, PERIOD, tmp_path / "2", area="350181")
    text = str(pages(load_workbook(tmp_path / "2" / path.relative_to(tmp_path / "1"))[FORM]))
    assert FIRST not in text and "350181000001" not in text and "350181000002" in text
    con.execute("UPDATE lists_issued SET answered = true")
    write_lists(con, PERIOD, tmp_path / "3", area="350181")
    assert not list((tmp_path / "3").rglob(f"{FORM}*"))


def test_nothing_is_said_of_what_is_not_known(tmp_path: Path) -> None:
    con = county(1, ("仙龙镇",))
    for relation in ("roster.households", "roster.members", "household_months"):
        con.execute(f"DELETE FROM {relation}")
    (one,) = pages(load_workbook(written(tmp_path, con))[FORM])
    known = {
        title: one[title].partition("|")[0]
        for title in ("家庭成员", "收入", "刚性支出", "三保障和饮水", "已享受政策")
    }
    assert known == {
        "家庭成员": "名册中没有成员。",
        "收入": "近十二个月家庭收入：资料不全，没有计算",
        "刚性支出": "近十二个月看病自付：数据不全\n上学支出：数据不全\n受灾损失：数据不全",
        "三保障和饮水": "义务教育：没有数据　基本医疗：没有数据\n住房安全：没有数据　饮水安全：没有数据",
        "已享受政策": "已收到的民政数据中没有近三个月的发放",
    }
    assert "户主：未登记　未登记" in one["这一户"]


def test_text_from_outside_stays_text(tmp_path: Path) -> None:
    con = county(8, ("仙龙镇",))
    for number, text in enumerate([*HOSTILE, "<r><t>x</t></r>", "a\nb\x01"]):
        con.execute(
            "UPDATE roster.households SET head_name = $text, phone = $text, responsible_person = $text "
            "WHERE household_id = $household_id",
            {"text": text, "household_id": f"35018100000{number}"},
        )
        con.execute(
            "UPDATE roster.members SET name = $text WHERE member_id LIKE $member",
            {"text": text, "member": f"%{number}-1"},
        )
    path = written(tmp_path, con)
    with ZipFile(path) as package:
        content = package.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in content and "hyperlink" not in content
    assert set(re.findall(' t="([^"]+)"', content)) == {"s", "inlineStr"}
    text = str(pages(load_workbook(path)[FORM]))
    assert "户主：=cmd|\\' /C calc\\'!A0" in text or "户主：=cmd|' /C calc'!A0" in text


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = (written(tmp_path / name, county()).read_bytes() for name in "ab")
    assert one == other


def with_members(con: duckdb.DuckDBPyConnection, household_id: str, number: int) -> None:
    con.execute(
        "INSERT INTO roster.members SELECT 1, 1, $household_id, 'm' || n, "
        "'阿卜杜热合曼·阿卜杜外力·艾合麦提江' || n, NULL, '其他', NULL, '长期慢性病', '弱劳动力或半劳动力', NULL, NULL "
        "FROM range($number) AS t (n)",
        {"household_id": household_id, "number": number},
    )


def test_a_long_family_gets_a_smaller_font_and_one_page(tmp_path: Path) -> None:
    con = county(6, ("仙龙镇",))
    with_members(con, FIRST, 24)
    sheet = load_workbook(written(tmp_path, con))[FORM]
    sizes = {}
    for top in range(1, sheet.max_row + 1, ROWS):
        heights = [sheet.row_dimensions[top + place].height for place in range(ROWS)]
        assert (
            PRINTABLE - heights[0] < sum(heights) < PRINTABLE
        )  # even without a break the next begins a page
        household = str(sheet.cell(top + 3, 2).value).splitlines()[0]
        sizes[household] = sheet.cell(top + 4, 2).font.size
    assert sizes.pop(f"户编号：{FIRST}") < 10
    assert set(sizes.values()) <= {8, 9, 10}


def test_prints_on_a4_with_a_break_after_each_page(form: Path) -> None:
    sheet = load_workbook(form)[FORM]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert [brk.id for brk in sheet.row_breaks.brk] == [ROWS * n for n in range(1, sheet.max_row // ROWS)]
    assert "内含个人信息" in sheet.oddFooter.left.text
    assert len(sheet.merged_cells.ranges) == sheet.max_row // ROWS * sum(
        bool(row.merged) for row in page().rows
    )


def test_more_pages_than_a_sheet_can_break_go_on_in_another(tmp_path: Path) -> None:
    rows = pl.DataFrame({name: [f"{name}{n}" for n in range(MOST_PAGES + 2)] for name in page().columns})
    facts = {"period_title": "2021年6月", "township": "仙龙镇"}
    write_book(Book(tmp_path / "x.xlsx", LAYOUT, {FORM: shown_pages(page(), rows)}, facts, date(2021, 6, 1)))
    book = load_workbook(tmp_path / "x.xlsx", read_only=True)
    assert book.sheetnames == [FORM, f"{FORM}2"]
    foot = list(book[f"{FORM}2"].iter_rows(min_row=2 * ROWS, max_row=2 * ROWS, values_only=True))
    assert foot[0][0] == f"foot{MOST_PAGES + 1}"


@pytest.mark.slow
@NEEDS_OFFICE
def test_every_family_prints_on_one_page(tmp_path: Path) -> None:
    con = county(6, ("仙龙镇",))
    with_members(con, FIRST, 24)
    pdf = converted(written(tmp_path, con), "pdf", tmp_path)
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True, text=True).stdout
    printed = text.split("\f")[:-1]
    numbers = [re.findall(r"回收码：2021-06\|(\d+)\|v\|[0-9a-f]{8}", one) for one in printed]
    assert [len(found) for found in numbers] == [1] * 6
    for (number,), one in zip(numbers, printed, strict=True):
        assert f"户编号：{number}\n" in one and "内含个人信息" in one
    assert "艾合麦提江23" in "".join(printed)
