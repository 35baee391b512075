import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet

from connectors.readers.limits import Limits
from connectors.workbooks.review_workbook import Doubts, find_doubts, read_answers, write_review
from data_contracts.contract import Contract, load_contracts
from data_contracts.errors import UnreadableFileError
from tests.connectors.extracts import HEADER, ROWS, write_xlsx
from tests.connectors.review_county import NUMBERS, PERIOD, ReviewCounty
from tests.data_contracts.test_contract import OLD_AGE, own_folder

MARKED, RED = "FFFFF2CC", "FFC00000"
HEAD = 7  # row of the columns' headers
HOSTILE = ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "http://a.example/", "<r><t>x</r>", "007"]


@pytest.fixture
def county() -> ReviewCounty:
    return ReviewCounty()


def doubts_of(county: ReviewCounty, **fields: Any) -> Doubts:
    return find_doubts(county.con, PERIOD, county.contracts.values(), **fields)


def persons(doubts: Doubts) -> list[int]:
    return [line["person_code"] for line in doubts.lines]


def page(path: Path, **options: Any) -> Worksheet:
    return load_workbook(path, **options)["待核匹配"]


def written(county: ReviewCounty, folder: Path) -> Path:
    path = folder / "待核匹配.xlsx"
    write_review(path, doubts_of(county))
    return path


def cells(sheet: Worksheet, row: int) -> dict[str, Any]:
    """The cells of a row by band and title, or by title if there is no band."""
    bands = [cell.value for cell in sheet[HEAD - 1]]
    for place in range(1, len(bands)):
        merged = any(place + 1 in range(r.min_col + 1, r.max_col + 1) for r in sheet.merged_cells.ranges
                     if r.min_row == HEAD - 1)  # fmt: skip
        bands[place] = bands[place - 1] if merged else bands[place]
    titles = [cell.value for cell in sheet[HEAD]]
    return {f"{band or ''}{title}": cell for band, title, cell in zip(bands, titles, sheet[row], strict=True)}


def answer(path: Path, answers: dict[int, str]) -> Path:
    """Enter conclusions by 序号 and save as another program does."""
    book = load_workbook(path)
    sheet = book["待核匹配"]
    for row in range(HEAD + 1, sheet.max_row + 1):
        line = cells(sheet, row)
        line["请填写结论"].value = answers.get(line["序号"].value)
    book.save(path)
    return path


# --- which persons are listed, and in which order


def test_the_largest_expected_gain_comes_first(county: ReviewCounty) -> None:
    county.doubtful(1, yuan=1000, probability=0.9)  # 1000 x 0.09 = 90
    county.doubtful(2, yuan=500, probability=0.5)  # 500 x 0.25 = 125
    county.doubtful(3, yuan=10_000, probability=0.999)  # 10000 x 0.000999 = 9.99
    county.doubtful(4, yuan=0, probability=0.5)
    county.doubtful(5, yuan=0, probability=0.3)
    assert persons(doubts_of(county)) == [2, 1, 3, 4, 5]


def test_candidates_of_one_person_stay_together_the_most_likely_first(county: ReviewCounty) -> None:
    county.doubtful(1, yuan=500, probability=0.2)
    county.candidate(1, "H2", "M3", probability=0.6)
    county.doubtful(2, yuan=500, probability=0.25)
    lines = doubts_of(county).lines
    assert [(line["person_code"], line["household_id"], line["candidate"]) for line in lines] == [
        (1, "H2", "1/2"),
        (1, "H1", "2/2"),
        (2, "H1", None),
    ]
    assert [line["ordinal"] for line in lines] == [1, 2, 3]
    assert [line["shaded"] for line in lines] == [False, False, True]


def test_a_household_is_listed_once_whatever_its_members(county: ReviewCounty) -> None:
    county.doubtful(1, probability=0.3)
    county.candidate(1, "H1", "M2", probability=0.4, reasons="性别不一致")
    (line,) = doubts_of(county).lines
    assert (line["member_name"], line["rounded_probability"], line["member_id"]) == ("林秀英", 0.4, None)
    assert line["reasons"] == "性别不一致；条件相当；该户另有 1 名成员也相近"


def test_the_amount_at_stake_is_what_would_count(county: ReviewCounty) -> None:
    county.person(1)
    county.candidate(1)
    county.row(1, 2, 1, settled_on="2021-03-04", self_paid=300)
    county.row(1, 2, 2, settled_on="2021-03-05", self_paid=-100, reverses="T1")
    county.row(1, 2, 3, settled_on="2019-05-31", self_paid=5000)  # before both windows
    county.row(1, 2, 4, settled_on="2021-06-02", self_paid=7)  # counts from the next period on
    county.row(1, 3, 1, "education", reported_on="2021-03-31", expense=900, aid=200)
    county.row(1, 3, 2, "education", reported_on="2020-09-30", expense=100, aid=200)  # never below zero
    county.row(1, 4, 1, "emergency", occurred_on="2021-05-01", loss=50)
    county.row(1, 5, 1, "civil_affairs", month="2021-05-01", amount=120)
    (line,) = doubts_of(county).lines
    assert line["amount"] == 300 - 100 + 7 + 700 + 50 + 120
    assert line["row_count"] == 8
    assert line["departments"] == "医疗保障局、应急管理局、教育局、民政局"
    assert line["first_row"] == "2021-06/2.csv 数据第 1 行"  # where it stands in the sheet is not known


def test_a_row_that_was_sent_again_counts_once(county: ReviewCounty) -> None:
    county.person(1)
    county.candidate(1)
    county.row(1, 2, 1, settled_on="2021-03-04", self_paid=300, fact_key=9)
    county.row(1, 3, 1, settled_on="2021-03-04", self_paid=250, fact_key=9)
    county.doubtful(2)
    county.row(3, 4, 1, settled_on="2021-03-04", self_paid=1, fact_key=20)  # replaced by another person's row
    county.person(3)
    county.candidate(3)
    county.row(4, 5, 1, settled_on="2021-03-04", self_paid=1, fact_key=20)
    lines = {line["person_code"]: line for line in doubts_of(county).lines}
    assert {key: (line["row_count"], line["amount"]) for key, line in lines.items()} == {
        1: (1, 250),
        2: (1, 100),
    }


def test_totals_count_a_person_once(county: ReviewCounty) -> None:
    county.doubtful(1, yuan=500)
    county.candidate(1, "H2", "M3", probability=0.2)
    county.doubtful(2, yuan=50)
    assert doubts_of(county).totals() == {"persons": 2, "lines": 3, "rows": 2, "amount": 550}


def test_a_limit_keeps_the_best_persons_with_all_their_candidates(county: ReviewCounty) -> None:
    county.doubtful(1, yuan=500)
    county.candidate(1, "H2", "M3", probability=0.2)
    county.doubtful(2, yuan=50)
    doubts = doubts_of(county, persons=1)
    assert (persons(doubts), doubts.left_out) == ([1, 1], 1)


def test_linked_persons_are_not_listed(county: ReviewCounty) -> None:
    county.doubtful(1)
    county.con.execute("UPDATE linkage.row_links SET status = 'linked'")
    assert doubts_of(county).lines == []


def test_decided_pairs_are_not_listed_again(county: ReviewCounty) -> None:
    for key in (1, 2, 3):
        county.doubtful(key)
        county.candidate(key, "H2", "M3", probability=0.2)
    county.label(1, "H1", "yes")
    county.label(2, "H1", "no")
    county.label(3, "H9", "yes")  # that household has left the roster
    assert [(line["person_code"], line["household_id"]) for line in doubts_of(county).lines] == [
        (3, "H1"),
        (3, "H2"),
        (2, "H2"),
    ]


def test_persons_answered_unsure_come_last_until_something_changes(county: ReviewCounty) -> None:
    county.doubtful(1, yuan=9000)
    county.doubtful(2, yuan=8000, probability=0.4)
    county.doubtful(3, yuan=5)
    county.label(1, "H1", "unsure", probability=0.5)
    county.label(2, "H1", "unsure", probability=0.5)
    lines = doubts_of(county).lines
    assert [line["person_code"] for line in lines] == [2, 3, 1]
    assert lines[0]["reasons"] == "条件相当；上次（2021-05）结论：不确定，现有变化"
    assert lines[2]["reasons"] == "条件相当；上次（2021-05）结论：不确定"


def test_a_source_that_declares_nothing_at_stake_comes_last(tmp_path: Path) -> None:
    contracts = load_contracts(own_folder(tmp_path, OLD_AGE))
    county = ReviewCounty(contracts)
    county.person(1)
    county.candidate(1)
    county.row(1, 7, 1, "pensions", month="2021-05-01", amount=9999)
    county.doubtful(2, yuan=1)
    first, last = doubts_of(county).lines
    assert (first["person_code"], last["person_code"], last["amount"]) == (2, 1, 0)
    assert last["departments"] == "人力资源和社会保障局"


def test_a_source_that_never_sent_anything_causes_no_error(tmp_path: Path) -> None:
    county = ReviewCounty()
    county.doubtful(1)
    county.contracts: dict[str, Contract] = load_contracts(own_folder(tmp_path, OLD_AGE))
    assert persons(doubts_of(county)) == [1]


# --- both sides


def test_without_a_member_the_named_relative_represents_the_household(county: ReviewCounty) -> None:
    for key, fields in enumerate(
        [
            {"name": "林秀英之子", "id_number": None},
            {"name": "某人", "id_number": NUMBERS["M2"]},
            {"name": "某人"},
        ],
        1,
    ):
        county.person(key, **fields)
        county.candidate(key, "H1", None)
        county.bill(key, 100 - key)
    shown = [(line["member_name"], line["relation"]) for line in doubts_of(county).lines]
    assert shown == [("林秀英", "配偶"), ("林秀英", "配偶"), ("王大明", "户主（名册无此人）")]
    assert doubts_of(county).lines[0]["family"] == "王大明（户主）、林秀英（配偶）"


def test_a_members_birth_date_may_come_from_the_number(county: ReviewCounty) -> None:
    county.doubtful(1, birth_date="1980-01-02")
    (line,) = doubts_of(county).lines
    assert str(line["member_birth_date"]) == "1980-01-01"
    assert line["birth_date_marks"] == line["member_birth_date_marks"] == ((9, 10),)


@pytest.mark.parametrize(
    ("sex", "address", "marked"),
    [
        ("1", "清源县东张镇道桥村3号", []),
        ("男性", "道桥新村", []),
        ("女", None, ["sex"]),
        (None, "清源县龙田镇东壁村", ["address"]),
    ],
)
def test_sex_and_place_are_compared_by_meaning(
    county: ReviewCounty, sex: str | None, address: str | None, marked: list[str]
) -> None:
    county.doubtful(1, sex=sex, address=address)
    (line,) = doubts_of(county).lines
    assert [name for name in ("sex", "address") if line[f"{name}_marks"] is not None] == marked
    assert (line["address_marks"] is None) == (line["place_marks"] is None)


# --- the workbook


def test_differences_are_highlighted(county: ReviewCounty, tmp_path: Path) -> None:
    county.doubtful(1, name="王太明", id_number=NUMBERS["M1"], sex="女", address="龙田镇东壁村")
    line = cells(page(written(county, tmp_path), rich_text=True), HEAD + 1)
    filled = {title for title, cell in line.items() if cell.fill.fgColor.rgb == MARKED}
    assert filled == {
        f"{side}{title}"
        for side, titles in {
            "部门数据": ("姓名", "性别", "地址"),
            "农户名册": ("姓名", "性别", "乡镇村"),
        }.items()
        for title in titles
    }
    name = line["部门数据姓名"].value
    assert isinstance(name, CellRichText)
    pieces = [piece for piece in name if isinstance(piece, TextBlock)]
    assert [(str(piece), piece.font.color.rgb == RED) for piece in pieces] == [
        ("王", False),
        ("太", True),
        ("明", False),
    ]
    assert line["部门数据性别"].font.color.rgb == RED  # the whole text
    assert line["部门数据证件号码"].value == NUMBERS["M1"]


def test_the_conclusion_is_chosen_from_a_list_and_nothing_is_locked(
    county: ReviewCounty, tmp_path: Path
) -> None:
    county.doubtful(1)
    county.doubtful(2)
    path = written(county, tmp_path)
    book = load_workbook(path)
    sheet = book["待核匹配"]
    (validation,) = sheet.data_validations.dataValidation
    ((choices, place),) = book.defined_names[validation.formula1].destinations
    assert [cell.value for (cell,) in book[choices][place.replace("$", "")]] == ["是", "否", "不确定"]
    line = cells(sheet, HEAD + 1)
    letter = line["请填写结论"].column_letter
    assert str(validation.sqref) == f"{letter}{HEAD + 1}:{letter}{HEAD + 2}"
    assert not sheet.protection.sheet
    assert (sheet.freeze_panes, sheet.print_title_rows) == (f"B{HEAD + 1}", f"${HEAD - 1}:${HEAD}")
    keys = {title for title, cell in line.items() if sheet.column_dimensions[cell.column_letter].hidden}
    assert {title.split("：")[0] for title in keys} == {"回收码"}
    last = sheet.cell(HEAD, len(line)).column_letter
    assert sheet.auto_filter.ref == f"A{HEAD}:{last}{HEAD + 2}"  # sorting moves the keys along


def test_the_text_above_gives_totals_and_instructions(county: ReviewCounty, tmp_path: Path) -> None:
    county.doubtful(1, yuan=12345.6)
    text = "\n".join(str(row[0].value) for row in page(written(county, tmp_path)).iter_rows(max_row=HEAD - 2))
    for expected in (
        "2021年6月",
        "1 人 1 条，涉及 1 行、12,345.60 元",
        "是——",
        "否——",
        "不确定——",
        "review import",
    ):
        assert expected in text


def test_values_from_outside_stay_text(county: ReviewCounty, tmp_path: Path) -> None:
    for key, text in enumerate(HOSTILE, 1):
        county.doubtful(key, name=text, id_number=text, address=text)
    sheet = page(written(county, tmp_path))
    lines = [cells(sheet, HEAD + row) for row in range(1, len(HOSTILE) + 1)]
    for title in ("姓名", "证件号码", "地址"):
        assert {line[f"部门数据{title}"].value.strip() for line in lines} == set(HOSTILE)
    assert {cell.data_type for line in lines for cell in line.values() if cell.value is not None} == {
        "s",
        "n",
    }


def test_the_same_doubts_give_the_same_bytes(county: ReviewCounty, tmp_path: Path) -> None:
    county.doubtful(1, name="王太明")
    first = written(county, tmp_path).read_bytes()
    assert written(county, tmp_path).read_bytes() == first


# --- reading answers


def test_answers_come_back_with_their_keys(county: ReviewCounty, tmp_path: Path) -> None:
    county.doubtful(18_000_000_000_000_000_001, yuan=500, probability=1 / 3)
    county.doubtful(2, yuan=100)
    path = answer(written(county, tmp_path), {1: "是", 2: "不确定"})
    answers = read_answers(path, path.name, Limits())
    keys = ["period", "person_code", "member_id", "exact_probability", "sheet_row"]
    assert answers.select("ordinal", "household_id", "decision", *keys).rows() == [
        ("1", "H1", "是", PERIOD, str(18_000_000_000_000_000_001), "M1", str(1 / 3), HEAD + 1),
        ("2", "H1", "不确定", PERIOD, "2", "M1", "0.5", HEAD + 2),
    ]


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice to save the workbook anew")
@pytest.mark.parametrize("form", ["xlsx", "xls", "csv:Text - txt - csv (StarCalc):44,34,76"])  # in UTF-8
def test_a_workbook_saved_by_another_office_program_reads_the_same(
    county: ReviewCounty, tmp_path: Path, form: str
) -> None:
    for key in range(1, 6):
        county.doubtful(2**64 - key, yuan=key)
    path = answer(written(county, tmp_path), {1: "是", 3: "否"})
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    options = [profile, "--headless", "--convert-to", form, "--outdir", tmp_path / "b"]
    subprocess.run(["soffice", *options, path], check=True, capture_output=True, timeout=120)
    saved = tmp_path / "b" / f"{path.stem}.{form.partition(':')[0]}"
    assert saved.read_bytes() != path.read_bytes()
    again = read_answers(saved, saved.name, Limits())
    assert again.equals(read_answers(path, path.name, Limits()))


def test_another_kind_of_workbook_is_refused(tmp_path: Path) -> None:
    extract = write_xlsx(tmp_path / "a.xlsx", [HEADER, *ROWS])
    with pytest.raises(UnreadableFileError, match="待核匹配"):
        read_answers(extract, "a.xlsx", Limits())


def test_a_workbook_without_its_keys_is_refused(county: ReviewCounty, tmp_path: Path) -> None:
    county.doubtful(1)
    source = page(written(county, tmp_path))
    copied = Workbook()
    for row in source.iter_rows(max_col=23, values_only=True):
        copied.active.append(row)
    copied.save(tmp_path / "b.xlsx")
    with pytest.raises(UnreadableFileError, match="回收码"):
        read_answers(tmp_path / "b.xlsx", "b.xlsx", Limits())


def test_the_first_row_is_named_as_excel_shows_it(county: ReviewCounty) -> None:
    county.doubtful(1)
    county.row(1, 2, 26, settled_on="2021-03-04", self_paid=300)
    county.con.execute("INSERT INTO received.row_places VALUES (2, 1, '青石镇', 4), (2, 11, '白沙乡', 1)")
    (line,) = doubts_of(county).lines
    assert line["first_row"] == "2021-06/2.csv 工作表“白沙乡”第 16 行（数据第 26 行）"
