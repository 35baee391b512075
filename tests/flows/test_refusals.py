"""Runs that would publish nonsense are refused, in Chinese, and publish nothing."""

from pathlib import Path

import pytest

from connectors.workspace import Workspace
from data_contracts.periods import current_period
from flows import running
from flows.exit_codes import ExitCode, exit_code
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
