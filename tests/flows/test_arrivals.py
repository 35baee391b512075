"""What `status` and the end of a run say of files that were sent again, or put under another month."""

from pathlib import Path
from typing import Any

import pytest

from flows import running
from flows.answers import arrivals
from flows.steps import run_month
from flows.words import arrivals as arrival_words
from flows.words import run as run_words
from tests.flows.small_county import WANG, benefit, disaster, drop, drop_rosters, make_workspace
from tests.flows.workspaces import query

pytestmark = pytest.mark.usefixtures("unlisted")

LOSSES = [disaster(*WANG, f"2021-05-{day:02}", 1000 * day) for day in range(10, 14)]
ALLOWANCE = [benefit(*WANG, "2021-05", 300)]
MEANT = (
    "最近一份写的是 2021-05（农村低保2021年5月.csv），"
    "如属本期，请把月份改成 2021-06（或放入 2021-06 文件夹）重新投递"
)


@pytest.fixture
def county(tmp_path: Path) -> Path:
    root = make_workspace(tmp_path / "county")
    drop_rosters(root)
    return root


def state(root: Path, source: str) -> dict[str, Any]:
    (found,) = (s for s in arrivals.report(root, "2021-06")["sources"] if s["source"] == source)
    return found


def status_lines(root: Path) -> list[str]:
    return arrival_words.lines(arrivals.report(root, "2021-06") | {"stale": []})


def test_rows_of_a_replaced_file_are_not_counted_again(county: Path) -> None:
    drop(county, "emergency", "受灾2021-06.csv", [*LOSSES, LOSSES[0] | {"loss": 1}])
    run_month(county, "2021-06")
    drop(county, "emergency", "受灾2021-06.csv", LOSSES[:3])
    run_month(county, "2021-06")
    sent = state(county, "emergency")
    assert (sent["accepted"], sent["replaced"], sent["rows_accepted"]) == (1, 1, 3)
    (line,) = (line for line in status_lines(county) if "受灾情况" in line)
    assert "接收 1 个文件 3 行" in line
    assert line.endswith("已被同名新文件替代 1 个（不计行数）")
    # the fourth day, and the row of the first day that stood there twice
    assert query(county, "SELECT rows_unchanged, rows_changed, rows_gone FROM files WHERE name LIKE '受灾%' "
                 "AND replaced_by IS NULL") == [(2, 1, 2)]  # fmt: skip


def test_a_file_put_under_the_month_of_its_data_is_named_where_this_month_is_missing(county: Path) -> None:
    drop(county, "civil_affairs", "农村低保2021年5月.csv", ALLOWANCE)
    (line,) = (line for line in status_lines(county) if "民政救助（" in line)
    assert line.endswith(f"；{MEANT}")
    run_month(county, "2021-06")
    (line,) = (line for line in status_lines(county) if "民政救助（" in line)
    assert line.endswith(f"；{MEANT}")
    ended = running.run(county, "2021-06").as_dict()
    (line,) = (line for line in run_words.lines(ended) if "农村低保" in line)
    assert line == f"  民政救助：{MEANT}"
    drop(county, "civil_affairs", "2021-06/农村低保.csv", ALLOWANCE)
    run_month(county, "2021-06")
    assert state(county, "civil_affairs")["filed_earlier"] is None


def test_last_months_own_file_is_not_taken_for_this_months(county: Path) -> None:
    drop_rosters(county, "2021-05")
    drop(county, "civil_affairs", "农村低保2021年5月.csv", ALLOWANCE)
    run_month(county, "2021-05")
    assert state(county, "civil_affairs")["filed_earlier"] is None
