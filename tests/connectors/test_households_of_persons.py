"""The roster export with one row a person: which row speaks for its household, and what it says."""

from pathlib import Path

import pytest

from connectors.inbox.households_of_persons import with_numbers_of_heads
from connectors.inbox.shared_files import as_shared, of_one_source
from connectors.readers.limits import Limits
from connectors.readers.reading import read_table
from connectors.readers.text_table import TextTable
from connectors.readers.typed_rows import TypedRows, type_rows
from data_contracts.contract import load_contracts
from tests.connectors.sheets import book

CONTRACTS = load_contracts()
HOUSEHOLDS, MEMBERS = CONTRACTS["households"], CONTRACTS["members"]
HEADER = "户编号,乡镇,行政村,户类型,人编号,姓名,证件号码,与户主关系"
OF_HEADS = ("head_name", "head_id_number")


def read(path: Path, source: str = "households") -> TypedRows:
    pair = (HOUSEHOLDS, MEMBERS) if source == "households" else (MEMBERS, HOUSEHOLDS)
    table: TextTable = read_table(path, path.name, as_shared(*pair), Limits())
    return type_rows(of_one_source(with_numbers_of_heads(table, MEMBERS), *pair), pair[0], "2021-06")


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    return tmp_path / "导出.csv"


def households(path: Path, lines: str, header: str = HEADER) -> TypedRows:
    path.write_text(f"{header}\n{lines}", encoding="utf-8")
    return read(path)


def messages(rows: TypedRows, code: str) -> list[str]:
    return [notice.message for notice in rows.notices if notice.code == code]


def persons(head: str, other: str = "之子") -> str:
    """A household whose head stands second."""
    return f"H1,东张镇,道桥村,脱贫户,2,王小明,n2,{other}\nH1,东张镇,道桥村,脱贫户,1,王大明,n1,{head}\n"


@pytest.mark.parametrize(
    "word",
    [
        "户主",
        "本人",
        "本人或户主",
        "户主（本人）",
        "01",
        "01 本人或户主",
        "[01]户主",
        "户主 ",
        "本人(户主)",
        "戶主",
    ],
)
def test_words_of_a_head(csv: Path, word: str) -> None:
    rows = households(csv, persons(word))
    assert rows.accepted.select(OF_HEADS).rows() == [("王大明", "n1")]
    assert not messages(rows, "head_assumed")


@pytest.mark.parametrize(("head", "spouse"), [("01", "02"), ("1", "2"), ("0", "1"), ("户主", "本人")])
def test_of_two_words_the_surer_one_is_the_head(csv: Path, head: str, spouse: str) -> None:
    rows = households(csv, persons(head, spouse))
    assert rows.accepted["head_name"].to_list() == ["王大明"]


@pytest.mark.parametrize("word", ["非户主", "户主之妻", "户主配偶", "之妻", "10", ""])
def test_a_household_without_a_head_is_kept_with_its_first_row(csv: Path, word: str) -> None:
    rows = households(csv, persons(word) + "H2,东张镇,道桥村,脱贫户,3,陈国强,n3,户主\n")
    assert rows.accepted.select("household_id", *OF_HEADS).rows() == [
        ("H1", "王小明", "n2"),
        ("H2", "陈国强", "n3"),
    ]
    assert messages(rows, "head_assumed") == [
        "没有写明户主的户，以该户第一行的人代，请核对并在“与户主关系”中写明户主：第 2 行"
    ]


def test_of_two_heads_the_first_counts_and_it_is_said(csv: Path) -> None:
    rows = households(csv, persons("户主", "户主"))
    assert rows.accepted["head_name"].to_list() == ["王小明"]
    assert messages(rows, "several_heads") == ["写了不止一个户主的户，以前一人为准，请核对：第 2 行"]


def test_the_head_that_the_file_names_counts_before_the_relation(csv: Path) -> None:
    lines = (
        "H1,东张镇,道桥村,脱贫户,1,王大明,n1,户主,王小明\nH1,东张镇,道桥村,脱贫户,2,王小明,n2,之子,\n"
        "H2,东张镇,道桥村,脱贫户,3,陈国强,n3,户主,\n"
    )
    rows = households(csv, lines, f"{HEADER},户主姓名")
    assert rows.accepted.select(OF_HEADS).rows() == [("王小明", "n2"), ("陈国强", "n3")]


def test_the_household_says_what_its_heads_row_says(csv: Path) -> None:
    lines = (
        "H1,东张镇,道桥村,脱贫户,2,王小明,n2,之子,是,1380000002\n"
        "H1,东张镇,,脱贫户,1,王大明,n1,户主,否,\n"
    )  # fmt: skip
    rows = households(csv, lines, f"{HEADER},风险是否已消除,联系电话")
    ((village, eliminated, phone),) = rows.accepted.select("village", "risk_eliminated", "phone").rows()
    assert (village, eliminated, phone) == ("道桥村", "否", "1380000002")
    assert messages(rows, "contradictory_rows") == ["同一户各行的风险消除不一致，以户主一行为准：第 3 行"]


APART = (
    "H1,东张镇,道桥村,脱贫户,1,王大明,n1,户主\n,,,,2,王小明,n2,之子\n"
    "H2,东张镇,道桥村,一般农户,3,陈国强,n3,户主\n,,,,4,林秀英,n4,配偶\n"
)


def test_a_household_number_in_the_heads_rows_only_holds_for_the_rows_below(csv: Path) -> None:
    """What merged cells leave when they are taken apart."""
    assert households(csv, APART).rows_read == 2
    members = read(csv, "members")
    assert members.accepted.select("household_id", "name").rows() == [
        ("H1", "王大明"),
        ("H1", "王小明"),
        ("H2", "陈国强"),
        ("H2", "林秀英"),
    ]
    assert messages(members, "household_from_above") == [
        "没有写户编号的行，按上方户主一行的户编号补上：第 3、5 行"
    ]


@pytest.mark.parametrize(
    "doubtful",
    [
        APART.replace("H2,东张镇", ",东张镇"),  # the head of the second household has no number
        APART + "H3,东张镇,道桥村,脱贫户,5,赵一,n5,户主\nH3,东张镇,道桥村,脱贫户,6,赵二,n6,之子\n",
        APART.replace("n4,配偶", "n4,"),
    ],
)
def test_a_number_is_not_guessed_where_the_file_may_mean_something_else(csv: Path, doubtful: str) -> None:
    households(csv, doubtful)
    members = read(csv, "members")
    assert "林秀英" not in members.accepted["name"].to_list()
    assert "户编号为空" in members.rejected["reason"].to_list()


def test_title_sheets_per_township_merged_cells_and_a_household_in_two_sheets(tmp_path: Path) -> None:
    header = [
        "序号",
        "人编号",
        "姓名",
        "证件号码",
        "与户主关系",
        "家庭人口",
        "户编号",
        "乡镇",
        "行政村",
        "户类型",
    ]
    title = ["防返贫监测信息系统人员信息", *[None] * 9]
    disabled = "35018119800101123443"  # a disability certificate
    dongzhang = [
        title,
        header,
        ["1", "1", "王大明", disabled, "户主", "3", "H1", "东张镇", "道桥村", "脱贫户"],
        ["2", "2", "王小明", "n2", "之子", None, None, None, None, None],
    ]
    longtian = [
        title,
        header,
        ["1", "3", "王小红", "n3", "之女", "3", "H1", "东张镇", "道桥村", "脱贫户"],
        ["2", "4", "陈国强", "n4", "户主", "1", "H2", "龙田镇", "东壁村", "一般农户"],
    ]
    path = tmp_path / "导出.xlsx"
    merged = [f"{letter}3:{letter}4" for letter in "FGHIJ"]
    book(path, {"东张镇": dongzhang, "龙田镇": longtian}, merged={"东张镇": ["A1:J1", *merged]})
    rows = read(path)
    assert rows.accepted.select("household_id", *OF_HEADS, "township").rows() == [
        ("H1", "王大明", disabled, "东张镇"),
        ("H2", "陈国强", "n4", "龙田镇"),
    ]
    assert rows.rows_read == 2
    assert not rows.rejected.height
    assert read(path, "members").accepted.select("household_id", "name").rows() == [
        ("H1", "王大明"),
        ("H1", "王小明"),
        ("H1", "王小红"),
        ("H2", "陈国强"),
    ]
