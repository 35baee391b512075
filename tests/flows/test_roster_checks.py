"""What `check` says of rosters, and which rosters a run takes of files that are both."""

from pathlib import Path
from typing import Any

import pytest

from connectors.inbox.claims import claim
from connectors.inbox.drop_folder import scan
from connectors.inbox.shared_files import with_partners
from connectors.readers.limits import Limits
from data_contracts.contract import load_contracts
from data_contracts.periods import current_period
from flows import file_check
from flows.answers import arrivals
from flows.steps import run_month
from flows.withdrawal.files import withdraw
from flows.words import arrivals as arrival_words
from flows.words.file_check import lines
from flows.words.withdrawal import file_lines
from tests.flows.small_county import drop, household, incomes, make_workspace, member
from tests.flows.test_refusals import ONE_A_ROW, without
from tests.flows.workspaces import query

CONTRACTS = load_contracts()


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "county")


def codes(answer: dict[str, Any]) -> list[str]:
    return [remark["code"] for remark in answer["remarks"]]


@pytest.mark.parametrize(("folder", "other"), [("households", "members"), ("members", "households")])
def test_an_export_is_checked_as_both_rosters(county: Path, folder: str, other: str) -> None:
    path = drop(
        county, folder, "2021-06/导出.csv", [ONE_A_ROW, ONE_A_ROW | {"人编号": "M2", "与户主关系": "之子"}]
    )
    answer = file_check.check(county, path)
    assert (answer["source"], answer["other_half"]["source"]) == (folder, other)
    accepted = {folder: answer["rows_accepted"], other: answer["other_half"]["rows_accepted"]}
    assert accepted == {"households": 1, "members": 2}
    printed = "\n".join(lines(answer))
    assert f"本文件同时用作{CONTRACTS[other].title}：会被接收。" in printed
    assert ("户编号已按本文件中的农户名册核对。" in printed) == (folder == "members")


@pytest.mark.parametrize("more", [{}, {"户主姓名": "王大明"}])
def test_an_export_outside_the_inbox_too(county: Path, tmp_path: Path, more: dict[str, str]) -> None:
    outside = drop(tmp_path, "elsewhere", "2021-06 导出.csv", [ONE_A_ROW | more])
    answer = file_check.check(county, outside)
    assert {answer["source"], answer["other_half"]["source"]} == {"households", "members"}
    assert (answer["status"], answer["other_half"]["status"]) == ("accepted", "accepted")


def test_an_export_that_lacks_a_column_is_never_asked_for_the_name_of_the_head(county: Path) -> None:
    path = drop(county, "农户名册", "2021-06/导出.csv", [without("行政村")])
    answer = file_check.check(county, path)
    assert answer["reason"].startswith("缺少必需的列：行政村。")
    assert "户主姓名" not in answer["reason"]


def test_a_refused_roster_is_no_roster_to_check_against(county: Path) -> None:
    drop(county, "households", "2021-06/户.csv", [{"户编号": "H1", "乡镇": "东张镇"}])
    path = drop(county, "members", "2021-06/人.csv", [member("H1", "M1", "王大明", "n1")])
    answer = file_check.check(county, path)
    assert (answer["status"], answer["rows_accepted"]) == ("accepted", 1)
    assert "no_roster" in codes(answer)


def test_incomes_are_checked_against_the_export_that_waits_among_the_members(county: Path) -> None:
    drop(county, "members", "2021-06/导出.csv", [ONE_A_ROW])
    path = drop(
        county,
        "incomes",
        "2021-06/收入.csv",
        [*incomes("H1", ["2021-05"], 9), *incomes("H9", ["2021-05"], 9)],
    )
    answer = file_check.check(county, path)
    assert (answer["rows_accepted"], answer["rows_rejected"]) == (1, 1)
    assert {"roster", "with_waiting"} <= {*codes(answer)}


def test_a_file_refused_for_its_rows_names_the_reasons_with_counts_and_a_row(county: Path) -> None:
    drop(county, "households", "2021-06/户.csv", [household("H1")])
    strangers = [member("H9", f"M{n}", "王大明", "n1") for n in range(58)]
    path = drop(
        county,
        "members",
        "2021-06/人.csv",
        [*strangers, member("", "M98", "王", "n"), member("", "M99", "王", "n")],
    )
    reason = file_check.check(county, path)["reason"]
    assert reason.endswith(
        "退回最多的原因（行号为表格行号）："
        "户编号不在本期名册中（58 行，如第 2 行）；户编号为空（2 行，如第 60 行）"
    )


def taken(root: Path, tmp_path: Path) -> list[str]:
    """Source and file of each extract that a run takes from the inbox."""
    claims = [claim(arrival, tmp_path / "claims") for arrival in scan(root / "inbox")]
    pairs = with_partners(claims, CONTRACTS, Limits(), [])
    return sorted(f"{c.arrival.source} {Path(c.arrival.name).name}" for c in pairs)


def test_the_same_export_in_both_folders_is_taken_once_for_each_roster(county: Path, tmp_path: Path) -> None:
    drop(county, "households", "2021-06/甲.csv", [ONE_A_ROW])
    drop(county, "members", "2021-06/乙.csv", [ONE_A_ROW])
    assert taken(county, tmp_path) == ["households 甲.csv", "members 乙.csv"]


def test_exports_of_two_townships_in_two_folders_are_both_rosters(county: Path, tmp_path: Path) -> None:
    drop(county, "households", "2021-06/东张.csv", [ONE_A_ROW])
    drop(county, "members", "2021-06/龙田.csv", [ONE_A_ROW | {"户编号": "H2", "人编号": "M2"}])
    assert taken(county, tmp_path) == [
        "households 东张.csv", "households 龙田.csv", "members 东张.csv", "members 龙田.csv",
    ]  # fmt: skip


def test_a_roster_that_lacks_columns_does_not_stand_for_an_export(county: Path, tmp_path: Path) -> None:
    drop(county, "households", "2021-06/户.csv", [{"户编号": "H1", "乡镇": "东张镇"}])
    drop(county, "members", "2021-06/导出.csv", [ONE_A_ROW])
    assert "households 导出.csv" in taken(county, tmp_path)


def test_a_list_of_heads_is_households_only(county: Path, tmp_path: Path) -> None:
    """Filtered from the export by 与户主关系, without the numbers of persons."""
    drop(county, "households", "2021-06/户主.csv", [without("人编号")])
    drop(county, "members", "2021-06/人.csv", [member("H1", "M1", "王大明", "n1")])
    assert taken(county, tmp_path) == ["households 户主.csv", "members 人.csv"]
    answer = file_check.check(county, county / "inbox/households/2021-06/户主.csv")
    assert (answer["status"], answer["rows_accepted"], answer["other_half"]) == ("accepted", 1, None)


@pytest.mark.parametrize("folder", ["households", "members"])
def test_status_counts_an_export_as_both_rosters(county: Path, folder: str) -> None:
    drop(county, folder, "2021-06/导出.csv", [ONE_A_ROW])
    states = {s["source"]: s["state"] for s in arrivals.report(county, None)["sources"]}
    assert (states["households"], states["members"], states["incomes"]) == ("waiting", "waiting", "overdue")


def test_status_says_which_month_it_shows(county: Path) -> None:
    def first_line(period: str | None = None) -> str:
        return arrival_words.lines(arrivals.report(county, period) | {"stale": []})[0]

    assert first_line() == (
        f"识别月份 {current_period()}（本月；还没有收到过任何月份的文件。"
        "看别的月份请加 --period，如 --period 2021-06）"
    )
    drop(county, "members", "2021-06/导出.csv", [ONE_A_ROW])
    assert first_line() == "识别月份 2021-06（收件箱和已发布的结果中最新的月份；看别的月份请加 --period）"
    assert first_line("2021-05") == "识别月份 2021-05"


def test_an_export_sent_again_without_a_household_and_taken_back(county: Path, unjudged: None) -> None:
    second = ONE_A_ROW | {"户编号": "H2", "人编号": "M2", "姓名": "陈国强"}
    drop(county, "农户名册", "2021-06/导出.csv", [ONE_A_ROW, second])
    run_month(county, "2021-06")
    drop(county, "农户名册", "2021-06/导出.csv", [ONE_A_ROW])
    run_month(county, "2021-06")
    for source in ("households", "members"):
        assert query(county, f"SELECT household_id FROM {source}") == [("H1",)]
        receipts = (county / "receipts" / source / "2021-06").glob("*.xlsx")
        assert len([*receipts]) == 2
    newest = query(county, "SELECT max(file_id) FILTER (source = 'households'), max(file_id) FROM files")
    assert newest == [(3, 4)]
    assert file_lines(withdraw(county, 3))[2] == (
        "同一个文件还用作家庭成员名册（4 号文件），没有一并撤回；要撤回请执行 fangfanpin withdraw 4。"
    )
    assert withdraw(county, 4)["of_other_sources"] == []
    assert withdraw(county, 4, undo=True)["of_other_sources"] == [{"file_id": 3, "title": "农户名册"}]
