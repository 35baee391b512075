"""Rows that wait for an answer: the run, `status`, the summary and `explain` all name them, and agree."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from flows import running
from flows.cli import app
from flows.steps import run_month
from flows.words import run as run_words
from tests.connectors.sheets import LOSS, book
from tests.flows.small_county import CHEN, LIN, WANG, drop, drop_rosters, make_workspace, settlement
from tests.flows.workspaces import query
from tests.test_docs import sections

PERIOD = "2021-06"
DISASTER = "受灾情况_2021-06.xlsx"
SHEETS = {
    "东张镇": [LOSS, [*LIN, "台风", "2021-05-21", 5000]],
    "龙田镇": [
        ["龙田镇台风受灾群众损失登记表"],
        ["单位：元"],
        LOSS,
        ["赵铁柱", "", "台风", "2021-05-21", 700],  # nobody of the roster
        ["小计", "", "", "", 700],
        [CHEN[0], "", "台风", "2021-05-21", 28400],  # came without his card
    ],
}
OLD = "2019-01-15"  # before both windows


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("in_review") / "county")
    drop_rosters(root)
    book(root / "inbox" / "emergency" / DISASTER, SHEETS)
    bills = [
        settlement("S1", *WANG, "2021-05-03", 100),
        settlement("S2", CHEN[0], "", "2021-05-04", 50),
        settlement("S3", CHEN[0], "", OLD, 60),
    ]
    drop(root, "health_insurance", f"{PERIOD}/医保.csv", bills)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.intake.judge", lambda *_: [])
        run_month(root, PERIOD)
    return root


def printed(*words: str | Path) -> str:
    result = CliRunner().invoke(app, [*map(str, words)])
    assert result.exit_code == 0, result.stderr
    return result.stdout


def waiting(root: Path) -> int:
    ((rows,),) = query(root, "SELECT count(*) FROM links WHERE status = 'review'")
    return int(rows)


def in_summary(root: Path) -> int:
    """Rows 待人工复核 in the county summary's sheet 匹配情况."""
    path = root / "outbox" / PERIOD / f"县级汇总_{PERIOD}.xlsx"
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("匹配情况").to_python()
    return sum(int(float(str(row[3]))) for row in rows if row[1] == "待人工复核")


def as_json(*words: str | Path) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(printed(*words, "--json"))
    return answer


def test_run_status_summary_and_links_agree(county: Path) -> None:
    assert waiting(county) == in_summary(county) == 3
    result = running.run(county, PERIOD).as_dict()
    assert (result["did_something"], result["in_review"]) == (False, 3)
    assert "待人工核对：3 行部门数据拿不准是哪一户的，核对以前不计入任何一户。" in run_words.lines(result)
    assert as_json("status", "-w", county)["in_review"] == 3
    told = "待人工核对：3 行部门数据拿不准是哪一户的，没有计入（fangfanpin review export）。"
    assert told in printed("status", "-w", county)


def test_the_household_is_shown_the_rows_that_may_be_its_own(county: Path) -> None:
    """The damage and the bill of someone of its name; not the bill from before both windows."""
    text = printed("explain", "H2", "-w", county)
    doubt = "另有 2 行部门数据可能是这一户的，等待人工核对，没有计入（见“还不清楚的”）。"
    assert text.splitlines()[2] == doubt
    how = "可能是这一户的，核对以前没有计入（用 fangfanpin review export 导出核对）"
    assert f"另有 1 行受灾情况{how}：{DISASTER} 工作表“龙田镇”第 6 行（数据第 3 行）。" in text
    assert f"另有 1 行医保结算{how}：2021-06/医保.csv 第 3 行（数据第 2 行）。" in text
    assert "28400" not in text
    first, _ = as_json("explain", "H2", "-w", county)["in_review"]
    place = {"row_number": 3, "sheet": "龙田镇", "sheet_row": 6}
    assert first == {"source": "emergency", "file_name": DISASTER, "file_id": 1} | place


def test_nothing_is_said_to_another_household(county: Path) -> None:
    assert as_json("explain", "H1", "-w", county)["in_review"] == []
    assert "可能是这一户的" not in printed("explain", "H1", "-w", county)


def test_the_row_itself_is_named_as_excel_shows_it(county: Path) -> None:
    assert printed("explain", "--row", "1:3", "-w", county).startswith(
        f"受灾情况　{DISASTER} 工作表“龙田镇”第 6 行（数据第 3 行）（1:3）\n待人工复核"
    )
    answer = as_json("explain", "--row", "1:3", "-w", county)
    assert (answer["row_number"], answer["sheet"], answer["sheet_row"]) == (3, "龙田镇", 6)


def test_nothing_waits_before_the_first_run(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "county")
    assert as_json("status", "-w", root)["in_review"] == 0
    assert "待人工核对" not in printed("status", "-w", root)


@pytest.mark.parametrize("words", [["status"], ["explain", "H2"], ["explain", "--row", "1:3"]])
def test_every_key_of_the_json_is_documented(county: Path, words: list[str]) -> None:
    documented = sections("commands.md")[f"fangfanpin {words[0]}"]
    keys = as_json(*words, "-w", county)
    assert {key for key in keys if not re.search(rf"\b{key}\b", documented)} == set()
