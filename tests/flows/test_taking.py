"""Files through whole months: accepted, rejected, replaced, waiting."""

import shutil
from pathlib import Path

import pytest

from flows.steps import run_month
from tests.flows.small_county import (
    CHEN,
    WANG,
    drop,
    drop_rosters,
    household,
    incomes,
    make_workspace,
    member,
    settlement,
)
from tests.flows.workspaces import contents, files, illness, query, receipts

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unlisted")]


def reasons(root: Path) -> list[tuple[str, int, str, str]]:
    return query(
        root,
        "SELECT source, row_number, column_name, code FROM rejected_rows JOIN files USING (file_id) "
        "ORDER BY ALL",
    )


# Files


def test_every_file_ends_with_one_record_and_one_receipt(root: Path) -> None:
    bill = [settlement("S1", *WANG, "2021-05-03", 100)]
    drop(root, "health_insurance", "2021年6月/结算.csv", bill)
    drop(root, "health_insurance", "202106/dup.csv", bill)
    drop(root, "health_insurance", "结算.csv", bill)
    drop(root, "health_insurance", "2021-06/结算202105.csv", bill)
    drop(root, "health_insurance", "2021-06/扫描.pdf", bill)
    drop(root, "unheard_of", "2021-06/x.csv", bill)
    drop(root, "", "2021-06/astray.csv", bill)
    drop(root, "", "stray-2021-06.csv", bill)
    drop(root, "education", "2021-06/空.csv", [], header=["name", "id_number", "status", "reported_on"])
    drop(root, "education", "2021-06/不是学籍.csv", bill)
    run_month(root, "2021-06")
    assert files(root) == {
        "households/2021-06/户.csv": "accepted",
        "members/2021-06/人.csv": "accepted",
        "health_insurance/2021年6月/结算.csv": "accepted",
        "health_insurance/202106/dup.csv": "duplicate",
        "health_insurance/结算.csv": "rejected",
        "health_insurance/2021-06/结算202105.csv": "rejected",
        "health_insurance/2021-06/扫描.pdf": "rejected",
        "unheard_of/2021-06/x.csv": "rejected",
        "2021-06/astray.csv": "rejected",
        "/stray-2021-06.csv": "rejected",
        "education/2021-06/空.csv": "accepted",
        "education/2021-06/不是学籍.csv": "rejected",
    }
    numbers = [number for (number,) in query(root, "SELECT file_id FROM files ORDER BY file_id")]
    assert numbers == [*range(1, 13)]
    of_receipts = sorted(int(name.split(".")[-3]) for name in receipts(root))
    assert of_receipts == numbers
    assert query(
        root, "SELECT count(*) FROM files WHERE status IN ('rejected', 'duplicate') AND rows_read > 0"
    ) == [(0,)]
    assert query(root, "SELECT count(*) FROM files WHERE status <> 'accepted' AND reason IS NULL") == [(0,)]
    assert contents(root, "inbox") == {}


def test_files_still_being_written_leave_no_record(root: Path) -> None:
    folder = root / "inbox" / "education" / "2021-06"
    for name in ("~$学籍.xlsx", ".hidden.csv", "x.csv.part", "x.tmp", "x.csv.done"):
        drop(root, "education", f"2021-06/{name}", [{"a": 1}])
    (folder / "link.csv").symlink_to(root / "inbox" / "members" / "2021-06" / "人.csv")
    (folder / "nowhere.csv").symlink_to(root / "nothing")
    run_month(root, "2021-06")
    assert [name for name in files(root) if name.startswith("education/")] == []
    assert len(list(folder.iterdir())) == 7


def test_a_file_of_a_later_period_waits(root: Path) -> None:
    path = drop(root, "health_insurance", "2021-07/x.csv", [settlement("S1", *WANG, "2021-05-03", 100)])
    run_month(root, "2021-06")
    assert path.exists()
    assert "health_insurance/2021-07/x.csv" not in files(root)
    run_month(root, "2021-07")
    assert files(root)["health_insurance/2021-07/x.csv"] == "accepted"


def test_bytes_sent_again_are_a_duplicate_even_with_their_old_times(root: Path) -> None:
    path = drop(root, "health_insurance", "2021-06/x.csv", [settlement("S1", *WANG, "2021-05-03", 100)])
    shutil.copy2(path, root / "kept")
    for name in ("2021-06/x.csv", "2021-06/x.csv", "2021-06/another name.csv"):
        run_month(root, "2021-06")
        shutil.copy2(root / "kept", root / "inbox" / "health_insurance" / name)
    run_month(root, "2021-06")
    bills = "FROM files WHERE source = 'health_insurance' ORDER BY file_id"
    assert query(root, f"SELECT status, duplicate_of {bills}") == [
        ("accepted", None), ("duplicate", 1), ("duplicate", 1), ("duplicate", 1),
    ]  # fmt: skip
    assert illness(root) == {"H1": 100, "H2": 0}
    assert contents(root, "inbox") == {}


def test_the_same_bytes_in_another_source_are_no_duplicate(root: Path) -> None:
    rows = [{"户编号": "H1", "月份": "2021-05", "工资性收入": 1, "name": "", "id_number": ""}]
    drop(root, "incomes", "2021-06/x.csv", rows)
    drop(root, "civil_affairs", "2021-06/x.csv", rows)
    run_month(root, "2021-06")
    assert files(root)["incomes/2021-06/x.csv"] == "accepted"
    assert files(root)["civil_affairs/2021-06/x.csv"] == "rejected"


def test_a_rejected_file_is_taken_once_it_is_corrected(root: Path) -> None:
    bill = [settlement("S1", *WANG, "2021-05-03", 100)]
    drop(root, "health_insurance", "x.csv", bill)
    run_month(root, "2021-06")
    drop(root, "health_insurance", "x2021-06.csv", bill)
    run_month(root, "2021-06")
    assert files(root)["health_insurance/x.csv"] == "rejected"
    assert files(root)["health_insurance/x2021-06.csv"] == "accepted"
    assert illness(root)["H1"] == 100


def test_a_file_without_accepted_rows_may_be_sent_again(tmp_path: Path, unjudged: None) -> None:
    root = make_workspace(tmp_path / "county")
    drop(root, "households", "2021-05/户.csv", [household("H9")])
    drop(root, "members", "2021-05/人.csv", [member("H9", "M9", *CHEN)])
    rows = incomes("H1", ["2021-05"], 5)
    for folder in ("a", "b"):
        drop(root, "incomes", f"2021-06/{folder}.csv", rows)
    run_month(root, "2021-06")  # the roster is late: the household is not known yet
    assert files(root)["incomes/2021-06/b.csv"] == "duplicate"
    drop_rosters(root)
    drop(root, "incomes", "2021-06/c.csv", rows)
    run_month(root, "2021-06")
    assert files(root, "status", "rows_accepted")["incomes/2021-06/c.csv"] == ["accepted", 1]


def test_a_file_that_cannot_be_removed_is_taken_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bill = drop(root, "health_insurance", "2021-06/x.csv", [settlement("S1", *WANG, "2021-05-03", 100)])
    monkeypatch.setattr("connectors.inbox.taken_files.release", lambda *_: False)
    run_month(root, "2021-06")
    before = query(root, "FROM files")
    run_month(root, "2021-06")
    assert query(root, "FROM files") == before
    assert bill.exists()
    monkeypatch.undo()
    drop(root, "health_insurance", "2021-06/y.csv", [settlement("S2", *WANG, "2021-05-03", 100)])
    run_month(root, "2021-06")
    assert contents(root, "inbox") == {}


def test_files_with_awkward_names(root: Path) -> None:
    bill = [settlement("S1", *WANG, "2021-05-03", 100)]
    longest = "医" * 80 + "2021-06.csv"
    drop(root, "health_insurance", longest, bill)
    drop(
        root, "health_insurance", "2021-06/=cmd|'a\n\x01<b>?.csv", [settlement("S2", *WANG, "2021-05-03", 9)]
    )
    gb18030 = bytes(root / "inbox" / "education") + "/学籍2021-06.csv".encode("gb18030")
    with open(gb18030, "wb") as file:  # noqa: PTH123 - a name that is no text
        file.write("姓名,证件号码,就读状态,统计日期\n".encode())
    run_month(root, "2021-06")
    assert files(root)["education/学籍2021-06.csv"] == "accepted"
    assert files(root)[f"health_insurance/{longest}"] == "accepted"
    assert len(files(root)) == 5
    assert contents(root, "inbox") == {}
    assert len(receipts(root)) == 5


# Snapshots


def roster_of(root: Path) -> list[str]:
    return [
        household for (household,) in query(root, "SELECT household_id FROM roster.households ORDER BY 1")
    ]


def test_two_files_together_are_the_snapshot_and_a_new_one_of_a_name_replaces_the_old(root: Path) -> None:
    drop(root, "households", "2021-06/城关.csv", [household("H3")])
    run_month(root, "2021-06")
    assert roster_of(root) == ["H1", "H2", "H3"]
    drop(root, "households", "2021-06/城关.csv", [household("H4")])
    run_month(root, "2021-06")
    assert roster_of(root) == ["H1", "H2", "H4"]
    assert query(root, "SELECT status FROM files WHERE name = '2021-06/城关.csv' ORDER BY file_id") == [
        ("superseded",), ("accepted",),
    ]  # fmt: skip


def test_a_new_period_replaces_the_snapshot_and_a_repeated_part_still_belongs_to_it(root: Path) -> None:
    part = drop(root, "households", "2021-06/城关.csv", [household("H3")])
    shutil.copy2(part, root / "kept")
    run_month(root, "2021-06")
    target = root / "inbox" / "households" / "2021-07" / "城关.csv"
    drop(root, "households", "2021-07/户.csv", [household("H1")])
    shutil.copy2(root / "kept", target)
    run_month(root, "2021-07")
    assert roster_of(root) == ["H1", "H3"]
    assert files(root) | {"members/2021-06/人.csv": ""} == {
        "households/2021-06/户.csv": "superseded",
        "households/2021-06/城关.csv": "accepted",
        "households/2021-07/户.csv": "accepted",
        "households/2021-07/城关.csv": "duplicate",
        "members/2021-06/人.csv": "",
    }


def test_in_one_snapshot_the_later_row_of_a_key_wins(root: Path) -> None:
    drop(
        root,
        "households",
        "2021-06/户籍.csv",
        [household("H1", village="甲村"), household("H1", village="乙村")],
    )
    run_month(root, "2021-06")
    assert query(root, "SELECT village FROM household_months WHERE household_id = 'H1'") == [("乙村",)]


def test_a_part_that_comes_later_replaces_rows_and_a_month_without_a_roster_keeps_them(root: Path) -> None:
    villages = "SELECT period, village FROM household_months WHERE household_id = 'H1'"
    run_month(root, "2021-06")
    drop(root, "households", "2021-06/补.csv", [household("H1", village="丙村")])
    for period in ("2021-06", "2021-07"):
        run_month(root, period)
        assert dict(query(root, villages))[period] == "丙村"
    drop(root, "households", "2021-08/户.csv", [household("H1", village="丁村"), household("H2")])
    for period, expected in (("2021-08", "丁村"), ("2021-07", "丙村"), ("2021-08", "丁村")):
        run_month(root, period)
        assert dict(query(root, villages))[period] == expected


def test_members_and_incomes_of_unknown_households_are_returned(root: Path) -> None:
    drop(root, "members", "2021-06/更多.csv", [member("H9", "M9", "某某", "")])
    drop(root, "incomes", "2021-06/x.csv", [*incomes("H9", ["2021-05"], 1), *incomes("H1", ["2021-05"], 2)])
    run_month(root, "2021-06")
    assert reasons(root) == [
        ("incomes", 1, "household_id", "unknown_reference"),
        ("members", 1, "household_id", "unknown_reference"),
    ]
    assert files(root, "rows_read", "rows_accepted", "rows_rejected")["incomes/2021-06/x.csv"] == [2, 1, 1]
