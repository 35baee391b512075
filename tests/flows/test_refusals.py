"""Runs that would publish nonsense are refused, in Chinese, and publish nothing."""

from pathlib import Path

import pytest

from connectors.workspace import Workspace
from data_contracts.periods import current_period
from flows import running
from flows.commands.exit_codes import ExitCode, exit_code
from flows.refusals import NonsenseError, check
from flows.steps import run_month
from tests.flows.small_county import (
    PREVIOUS,
    WINDOW,
    drop,
    drop_rosters,
    household,
    incomes,
    make_workspace,
)
from tests.flows.workspaces import query


@pytest.fixture
def root(tmp_path: Path, unjudged: None) -> Path:
    """A workspace without a file."""
    return make_workspace(tmp_path / "county")


def refusal(root: Path, period: str, *, anyway: bool = False) -> str:
    with pytest.raises(NonsenseError) as refused:
        check(Workspace.open(root), period, anyway=anyway)
    assert exit_code(refused.value) == ExitCode.SETTINGS
    assert not (root / "outbox" / period).exists()
    return refused.value.message


def test_a_month_to_come(root: Path) -> None:
    drop_rosters(root)
    year = int(current_period()[:4]) + 1
    for anyway in (False, True):
        assert f"{year}-01 还没有到" in refusal(root, f"{year}-01", anyway=anyway)


def test_the_current_month_is_not_to_come(root: Path) -> None:
    drop_rosters(root, current_period())
    check(Workspace.open(root), current_period(), anyway=False)


def test_a_workspace_without_a_roster(root: Path) -> None:
    drop(root, "incomes", "2021-06/收入.csv", incomes("H1", ["2021-05"], 1000))
    for anyway in (False, True):
        message = refusal(root, "2021-06", anyway=anyway)
        assert "inbox/households" in message
        assert "inbox/members" in message


def test_half_a_roster(root: Path) -> None:
    drop(root, "households", "2021-06/户.csv", [household("H1")])
    message = refusal(root, "2021-06")
    assert "inbox/members" in message
    assert "inbox/households" not in message


def test_a_roster_of_a_later_month_only(root: Path) -> None:
    drop_rosters(root, "2021-07")
    assert "无法知道全县有哪些户" in refusal(root, "2021-06")


def test_a_month_of_which_no_file_ever_came_unless_anyway(root: Path) -> None:
    drop_rosters(root, "2021-05")
    run_month(root, "2021-05")
    assert "2021-06 的文件一个也没有收到过" in refusal(root, "2021-06")
    with pytest.raises(NonsenseError, match="--anyway"):
        running.run(root, "2021-06")
    check(Workspace.open(root), "2021-06", anyway=True)


def test_a_refused_file_has_come_all_the_same(root: Path) -> None:
    drop_rosters(root, "2021-05")
    drop(root, "incomes", "2021-06/收入.csv", [{"不认识的列": "1"}])
    check(Workspace.open(root), "2021-06", anyway=False)
    run_month(root, "2021-06")
    check(Workspace.open(root), "2021-06", anyway=False)


def test_a_roster_that_was_refused_publishes_nothing(root: Path) -> None:
    drop_rosters(root)
    drop(root, "members", "2021-06/人.csv", [{"户编号": "H1"}])
    check(Workspace.open(root), "2021-06", anyway=False)
    with pytest.raises(NonsenseError, match=r"inbox/members.*被退回的 2021-06/人\.csv："):
        run_month(root, "2021-06")
    assert not (root / "warehouse.duckdb").exists()
    assert (root / "inbox/members/2021-06/人.csv").exists()


def test_levels_are_kept_in_a_month_run_anyway(root: Path) -> None:
    """Case 17: nothing came for 2021-07, so nothing is decided anew."""
    drop_rosters(root)
    fallen = [
        *incomes("H1", PREVIOUS, 9000),
        *incomes("H1", WINDOW, 500),
        *incomes("H2", PREVIOUS + WINDOW, 9000),
    ]
    drop(root, "incomes", "2021-06/收入.csv", fallen)
    for period in ("2021-06", "2021-07"):
        run_month(root, period)
    alerts = query(root, "SELECT period, household_id, level, state FROM alerts ORDER BY period")
    assert alerts == [("2021-06", "H1", "red", "new"), ("2021-07", "H1", "red", "lost_data")]


ONE_A_ROW = {
    "户编号": "H1", "乡镇": "东张镇", "行政村": "道桥村", "户类型": "脱贫户",
    "人编号": "M1", "姓名": "王大明", "证件号码": "n1", "与户主关系": "户主",
}  # fmt: skip


def without(*titles: str) -> dict[str, str]:
    return {title: cell for title, cell in ONE_A_ROW.items() if title not in titles}


@pytest.mark.parametrize("folder", ["households", "members", "农户名册"])
def test_the_roster_export_in_one_folder_is_both_rosters(root: Path, folder: str) -> None:
    drop(root, folder, "2021-06/导出.csv", [ONE_A_ROW])
    check(Workspace.open(root), "2021-06", anyway=False)


def test_a_refused_roster_is_named_with_what_it_lacks_and_gets_a_receipt(root: Path) -> None:
    """The trial: an export alone in the inbox; only 户类型 is asked for, never 姓名 as 户主姓名."""
    drop(root, "农户名册", "2021-06/导出.csv", [without("户类型")])
    check(Workspace.open(root), "2021-06", anyway=False)
    with pytest.raises(NonsenseError) as refused:
        run_month(root, "2021-06")
    message = refused.value.message
    assert "没有 2021-06 及以前的农户名册（inbox/households）、家庭成员名册（inbox/members）" in message
    assert "被退回的 2021-06/导出.csv：作为农户名册，缺少必需的列：户类型。" in message
    assert "回执在 receipts/households。" in message
    assert "户主姓名" not in message
    assert [path.name for path in (root / "receipts").rglob("*.xlsx")] == ["导出.csv.1.回执.xlsx"]
    assert (root / "inbox/农户名册/2021-06/导出.csv").exists()
    assert not (root / "warehouse.duckdb").exists()


def test_a_roster_without_a_month_is_refused_by_the_run_with_its_reason(root: Path) -> None:
    drop(root, "households", "导出.csv", [ONE_A_ROW])
    check(Workspace.open(root), "2021-06", anyway=False)
    with pytest.raises(
        NonsenseError, match=r"被退回的 导出\.csv：作为农户名册，文件夹和文件名都没有写明月份"
    ):
        run_month(root, "2021-06")


def test_files_that_are_not_the_missing_roster_are_named(root: Path) -> None:
    drop(root, "households", "2021-06/户.csv", [household("H1")])
    drop(root, "members", "2021-07/人.csv", [{"户编号": "H1"}])
    drop(root, "名册", "2021-06/导出.csv", [ONE_A_ROW])
    message = refusal(root, "2021-06")
    assert (
        "收件夹里有 households/2021-06/户.csv：其中没有家庭成员名册的列：人编号、姓名、证件号码。" in message
    )
    assert "收件夹里有 members/2021-07/人.csv：是 2021-07 的，本期不用。" in message
    assert "收件夹里有 名册/2021-06/导出.csv：没有这个数据来源" in message


def test_files_without_a_month_are_named_where_nothing_of_the_month_came(root: Path) -> None:
    drop_rosters(root, "2021-05")
    drop(root, "incomes", "收入.csv", incomes("H1", ["2021-05"], 1000))
    assert "收件夹里有 incomes/收入.csv：文件夹和文件名都没有写明月份" in refusal(root, "2021-06")
