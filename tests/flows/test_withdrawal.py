"""Taking back a file or a month, and putting it back."""

from pathlib import Path

import pytest

from connectors.publishing import delivery
from connectors.workspace import Workspace
from data_contracts.errors import FangfanpinError
from flows.running import is_unchanged
from flows.staleness import stale
from flows.steps import run_month
from flows.withdrawal import files as withdrawn_files
from flows.withdrawal import periods as withdrawn_months
from flows.words import withdrawal as words
from tests.flows.small_county import WANG, drop, household, settlement
from tests.flows.workspaces import contents, files, illness, query, tables
from tests.real_files.county import receipt_text

pytestmark = pytest.mark.slow

PERIOD = "2021-06"
BILL = settlement("S1", *WANG, "2021-05-03", 100)


def bills(root: Path) -> list[tuple[int, str]]:
    return query(root, "SELECT file_id, status FROM files WHERE source = 'health_insurance' ORDER BY file_id")


def test_a_withdrawn_file_never_came_until_that_is_undone(root: Path) -> None:
    drop(root, "health_insurance", "2021-06/医保.csv", [BILL])
    run_month(root, PERIOD)
    before = tables(root)
    assert is_unchanged(Workspace.open(root), PERIOD)
    withdrawn = withdrawn_files.withdraw(root, 1)
    assert words.file_lines(withdrawn) == [
        "已撤回 1 号文件：医保结算 2021-06 2021-06/医保.csv",
        "其中 1 行数据不再计入；原件仍在存档中。",
        "数据已变，以下已发布的月份请按顺序重新运行：2021-06。",
    ]
    assert bills(root) == [(1, "withdrawn")]
    assert "已撤回" in receipt_text(root, "health_insurance/2021-06/医保.csv", 1)
    assert query(root, "SELECT count(*) FROM links") == [(0,)]
    assert not is_unchanged(Workspace.open(root), PERIOD)
    assert [path for path in contents(root, "archive") if "医保" in path] != []
    assert stale(root) == [{"period": PERIOD, "why": "later_files"}]
    withdrawn_files.withdraw(root, 1, undo=True)
    noted: dict[str, list[str]] = {"main.files": [], "built.basis": []}  # the next run works out everybody
    assert tables(root) | noted == before | noted
    assert is_unchanged(Workspace.open(root), PERIOD)
    assert stale(root) == []
    withdrawn_files.withdraw(root, 1)
    run_month(root, PERIOD)
    assert illness(root)["H1"] == 0
    withdrawn_files.withdraw(root, 1, undo=True)
    assert stale(root) == [{"period": PERIOD, "why": "later_files"}]
    run_month(root, PERIOD)
    assert illness(root)["H1"] == 100


def test_the_same_bytes_are_taken_again_after_a_withdrawal(root: Path) -> None:
    drop(root, "health_insurance", "2021-06/医保.csv", [BILL])
    run_month(root, PERIOD)
    withdrawn_files.withdraw(root, 1)
    drop(root, "health_insurance", "2021-06/医保.csv", [BILL])
    run_month(root, PERIOD)
    assert bills(root) == [(1, "withdrawn"), (4, "accepted")]
    assert illness(root)["H1"] == 100
    with pytest.raises(FangfanpinError, match="相同的内容已作为 4 号文件重新接收"):
        withdrawn_files.withdraw(root, 1, undo=True)


def test_the_roster_before_a_withdrawn_one_counts_again(root: Path) -> None:
    run_month(root, PERIOD)
    drop(root, "households", "2021-06/户.csv", [household("H1")])
    run_month(root, PERIOD)
    assert set(illness(root)) == {"H1"}
    number = files(root, "file_id")["households/2021-06/户.csv"][0]
    assert withdrawn_files.withdraw(root, number)["again"] == [1]
    run_month(root, PERIOD)
    assert set(illness(root)) == {"H1", "H2"}


@pytest.mark.parametrize(
    ("number", "undo", "reason"),
    [
        (99, False, "没有编号为 99 的文件"),
        (1, False, "已整个退回，没有入库"),
        (3, False, "请撤回 2 号文件"),
        (2, True, "没有撤回过"),
        (1, True, "没有撤回过"),
    ],
)
def test_what_cannot_be_withdrawn_is_refused(root: Path, number: int, undo: bool, reason: str) -> None:
    drop(root, "health_insurance", "2021-06/a扫描.pdf", [BILL])
    drop(root, "health_insurance", "2021-06/b医保.csv", [BILL])
    drop(root, "health_insurance", "2021-06/c再报.csv", [BILL])
    run_month(root, PERIOD)
    assert [status for _, status in bills(root)] == ["rejected", "accepted", "duplicate"]
    before = tables(root)
    with pytest.raises(FangfanpinError, match=reason):
        withdrawn_files.withdraw(root, number, undo=undo)
    assert tables(root) == before


def test_a_withdrawn_month_comes_back_as_it_was(root: Path) -> None:
    drop(root, "health_insurance", "2021-06/医保.csv", [BILL])
    run_month(root, PERIOD)
    run_month(root, "2021-07")
    before, lists = tables(root), contents(root, "outbox")
    assert withdrawn_months.withdraw(root, PERIOD)["stale"] == ["2021-07"]
    assert query(root, "SELECT period FROM runs") == [("2021-07",)]
    assert query(root, f"SELECT count(*) FROM household_months WHERE period = '{PERIOD}'") == [(0,)]
    assert not (root / "outbox" / PERIOD).exists()
    assert not is_unchanged(Workspace.open(root), "2021-07")
    assert stale(root) == [{"period": "2021-07", "why": "earlier_run"}]
    with pytest.raises(FangfanpinError, match="已经撤回"):
        withdrawn_months.withdraw(root, PERIOD)
    withdrawn_months.withdraw(root, PERIOD, undo=True)
    assert tables(root) == before
    assert contents(root, "outbox") == lists
    with pytest.raises(FangfanpinError, match="没有撤回过"):
        withdrawn_months.withdraw(root, "2021-05", undo=True)
    with pytest.raises(FangfanpinError, match="还没有 2021-05 的运行结果"):
        withdrawn_months.withdraw(root, "2021-05")


def test_a_withdrawn_month_that_is_run_again_is_published_anew(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_month(root, PERIOD)
    before = contents(root, "outbox")
    with monkeypatch.context() as dying:
        dying.setattr(delivery, "settle_outbox", lambda _: (_ for _ in ()).throw(OSError))
        with pytest.raises(OSError):
            withdrawn_months.withdraw(root, PERIOD)
    assert contents(root, "outbox") == before, "the lists are still there"
    run_month(root, PERIOD)
    assert contents(root, "outbox") == before
    assert query(root, "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'withdrawn_months'") == [
        (0,)
    ]
    with pytest.raises(FangfanpinError, match="已重新运行发布"):
        withdrawn_months.withdraw(root, PERIOD, undo=True)
