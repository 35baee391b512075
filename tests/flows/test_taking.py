"""What becomes of files and rows, through whole months: taken, returned, replaced, waiting."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.month import run_month
from tests.flows.small_county import (
    CHEN,
    LIN,
    WANG,
    drop,
    drop_rosters,
    household,
    incomes,
    make_workspace,
    member,
    settlement,
)
from tests.flows.workspaces import contents, files, query, tables


@pytest.fixture(autouse=True)
def unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of a few rows pass every check on a whole file: Great Expectations need not load to say so."""
    monkeypatch.setattr("flows.intake.judge", lambda *_: [])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = make_workspace(tmp_path / "county")
    drop_rosters(root)
    return root


def illness(root: Path, period: str = "2021-06") -> dict[str, float]:
    return dict(
        query(
            root, f"SELECT household_id, illness_expense_12m FROM household_months WHERE period = '{period}'"
        )
    )


def link_of(root: Path, settlement_no: str) -> list[tuple[str, str, str]]:
    return query(
        root,
        "SELECT status, household_id, stage FROM accepted.health_insurance "
        f"JOIN links USING (file_id, row_number) WHERE settlement_no = '{settlement_no}' ORDER BY ALL",
    )


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
        "health_insurance/202106/dup.csv": "accepted",
        "health_insurance/2021年6月/结算.csv": "duplicate",
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
    receipts = sorted(int(name.split(".")[-3]) for name in contents(root, "receipts"))
    assert receipts == numbers
    assert query(
        root, "SELECT count(*) FROM files WHERE status IN ('rejected', 'duplicate') AND rows_read > 0"
    ) == [(0,)]
    assert query(root, "SELECT count(*) FROM files WHERE status <> 'accepted' AND reason IS NULL") == [(0,)]
    assert contents(root, "inbox") == {}


def test_what_is_being_written_leaves_no_record(root: Path) -> None:
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
    rows = [{"户编号": "H1", "月份": "2021-05", "name": "", "id_number": ""}]
    drop(root, "incomes", "2021-06/x.csv", rows)
    drop(root, "civil_affairs", "2021-06/x.csv", rows)
    run_month(root, "2021-06")
    assert files(root)["incomes/2021-06/x.csv"] == "accepted"
    assert files(root)["civil_affairs/2021-06/x.csv"] == "rejected"


def test_a_rejected_file_is_taken_once_its_cause_is_mended(root: Path) -> None:
    bill = [settlement("S1", *WANG, "2021-05-03", 100)]
    drop(root, "health_insurance", "x.csv", bill)
    run_month(root, "2021-06")
    drop(root, "health_insurance", "x2021-06.csv", bill)
    run_month(root, "2021-06")
    assert files(root)["health_insurance/x.csv"] == "rejected"
    assert files(root)["health_insurance/x2021-06.csv"] == "accepted"
    assert illness(root)["H1"] == 100


def test_a_file_none_of_whose_rows_could_be_taken_may_come_again(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "county")
    rows = incomes("H1", ["2021-05"], 5)
    for folder in ("a", "b"):
        drop(root, "incomes", f"2021-06/{folder}.csv", rows)
    run_month(root, "2021-06")  # the roster is late: nobody is known yet
    assert files(root)["incomes/2021-06/b.csv"] == "duplicate"
    drop_rosters(root)
    drop(root, "incomes", "2021-06/c.csv", rows)
    run_month(root, "2021-06")
    assert files(root, "status", "rows_accepted")["incomes/2021-06/c.csv"] == ["accepted", 1]


def test_a_file_that_cannot_be_removed_is_taken_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bill = drop(root, "health_insurance", "2021-06/x.csv", [settlement("S1", *WANG, "2021-05-03", 100)])
    monkeypatch.setattr("connectors.taken_files.release", lambda *_: False)
    run_month(root, "2021-06")
    before = query(root, "FROM files")
    run_month(root, "2021-06")
    assert query(root, "FROM files") == before
    assert bill.exists()
    monkeypatch.undo()
    drop(root, "health_insurance", "2021-06/y.csv", [settlement("S2", *WANG, "2021-05-03", 100)])
    run_month(root, "2021-06")
    assert contents(root, "inbox") == {}


def test_names_no_file_system_likes(root: Path) -> None:
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
    assert len(contents(root, "receipts")) == 5


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


def test_members_and_incomes_of_unknown_households_are_returned(root: Path) -> None:
    drop(root, "members", "2021-06/更多.csv", [member("H9", "M9", "某某", "")])
    drop(root, "incomes", "2021-06/x.csv", [*incomes("H9", ["2021-05"], 1), *incomes("H1", ["2021-05"], 2)])
    run_month(root, "2021-06")
    assert reasons(root) == [
        ("incomes", 1, "household_id", "unknown_reference"),
        ("members", 1, "household_id", "unknown_reference"),
    ]
    assert files(root, "rows_read", "rows_accepted", "rows_rejected")["incomes/2021-06/x.csv"] == [2, 1, 1]


# Facts


def test_a_fact_sent_again_replaces_the_earlier_one_and_keeps_its_link(root: Path) -> None:
    drop(root, "health_insurance", "2021-05/b.csv", [settlement("S1", *WANG, "2021-04-03", 100)])
    drop(root, "health_insurance", "2021-06/a.csv", [settlement("S1", *WANG, "2021-04-03", 300)])
    drop(root, "health_insurance", "2021-06/b.csv", [
        settlement("S1", *WANG, "2021-04-03", 700), settlement("S1", *WANG, "2021-04-03", 500),
    ])  # fmt: skip
    run_month(root, "2021-06")
    assert illness(root)["H1"] == 500
    assert link_of(root, "S1") == [("linked", "H1", "id_exact")] * 4
    drop(root, "health_insurance", "2021-06/b.csv", [settlement("S1", *WANG, "2021-04-03", 900)])
    run_month(root, "2021-06")
    assert illness(root)["H1"] == 900
    drop(root, "health_insurance", "2021-05/z.csv", [settlement("S1", *WANG, "2021-04-03", 1)])
    run_month(root, "2021-06")
    assert illness(root)["H1"] == 900, "late, but of an earlier period"


def test_rows_after_the_period_and_negative_amounts_are_returned(root: Path) -> None:
    drop(root, "health_insurance", "2021-06/x.csv", [
        settlement("S1", *WANG, "2021-07-01", 100),
        settlement("S2", *WANG, "2021-06-30", 100),
        settlement("S3", *WANG, "2021-05-01", -100),
    ])  # fmt: skip
    run_month(root, "2021-06")
    assert reasons(root) == [
        ("health_insurance", 1, "settled_on", "after_period"),
        ("health_insurance", 3, "self_paid", "negative_amount"),
        ("health_insurance", 3, "total", "negative_amount"),
    ]
    assert illness(root)["H1"] == 0, "the period's own month lies behind the window"


ORIGINAL = settlement("S1", *WANG, "2021-03-03", 400)
REVERSAL = settlement("R1", "", "", "2021-05-03", -150, reverses="S1")


@pytest.mark.parametrize(
    ("first", "second", "counted"),
    [
        ([ORIGINAL, REVERSAL], [], 250),
        ([REVERSAL, ORIGINAL], [], 250),
        ([ORIGINAL], [REVERSAL], 250),
        ([REVERSAL], [ORIGINAL], 250),
        ([REVERSAL], [], 0),
    ],
)
def test_a_reversal_takes_the_link_of_what_it_cancels(
    root: Path, first: list, second: list, counted: int
) -> None:
    for name, rows in (("a", first), ("b", second)):
        if rows:
            drop(root, "health_insurance", f"2021-06/{name}.csv", rows)
            run_month(root, "2021-06")
    assert illness(root)["H1"] == counted
    assert link_of(root, "R1") == (
        [("linked", "H1", "reversal")] if counted else [("unlinked", None, "no_candidate")]
    )
    orphans = query(root, "SELECT occurrences FROM file_notices WHERE code = 'orphan_reversal'")
    assert orphans == ([(1,)] if ORIGINAL not in first else [])


def test_facts_stay_with_the_household_of_someone_who_left_until_their_year_ends(root: Path) -> None:
    drop(root, "health_insurance", "2021-06/x.csv", [
        settlement("OLD", *LIN, "2020-06-03", 100), settlement("NEW", *LIN, "2021-05-03", 20),
    ])  # fmt: skip
    run_month(root, "2021-06")
    assert illness(root)["H1"] == 120
    drop(root, "members", "2021-07/人.csv", [member("H1", "M1", *WANG), member("H2", "M3", *CHEN)])
    run_month(root, "2021-07")
    assert illness(root, "2021-07")["H1"] == 20
    assert link_of(root, "NEW") == [("linked", "H1", "former_member")]
    assert link_of(root, "OLD")[0][0] == "unlinked"
    run_month(root, "2022-05")
    assert illness(root, "2022-05")["H1"] == 20
    run_month(root, "2022-06")
    assert illness(root, "2022-06")["H1"] == 0


def test_a_former_members_fact_that_is_sent_again_stays(root: Path) -> None:
    drop(root, "health_insurance", "2021-06/x.csv", [settlement("S1", *LIN, "2021-05-03", 20)])
    run_month(root, "2021-06")
    drop(root, "members", "2021-07/人.csv", [member("H1", "M1", *WANG), member("H2", "M3", *CHEN)])
    drop(root, "health_insurance", "2021-07/x.csv", [settlement("S1", *LIN, "2021-05-03", 30)])
    run_month(root, "2021-07")
    assert illness(root, "2021-07")["H1"] == 30


def test_facts_follow_a_member_who_moves(root: Path) -> None:
    drop(root, "health_insurance", "2021-06/x.csv", [settlement("S1", *LIN, "2021-05-03", 20)])
    run_month(root, "2021-06")
    moved = [member("H1", "M1", *WANG), member("H2", "M3", *CHEN), member("H2", "M2", *LIN)]
    drop(root, "members", "2021-07/人.csv", moved)
    run_month(root, "2021-07")
    assert illness(root, "2021-07") == {"H1": 0, "H2": 20}


def test_facts_dated_after_leaving_are_nobodys(root: Path) -> None:
    run_month(root, "2021-06")
    drop(root, "members", "2021-07/人.csv", [member("H1", "M1", *WANG), member("H2", "M3", *CHEN)])
    drop(root, "health_insurance", "2021-08/x.csv", [
        settlement("S1", *LIN, "2021-07-01", 20), settlement("S2", *LIN, "2021-06-30", 3),
    ])  # fmt: skip
    run_month(root, "2021-08")
    assert illness(root, "2021-08")["H1"] == 0, "never linked while a member"


def test_a_month_run_again_after_later_ones_comes_out_the_same(root: Path) -> None:
    drop(root, "health_insurance", "2021-06/x.csv", [settlement("S1", *LIN, "2020-06-03", 20)])
    run_month(root, "2021-06")
    drop(root, "members", "2021-07/人.csv", [member("H1", "M1", *WANG), member("H2", "M3", *CHEN)])
    run_month(root, "2021-07")
    after = tables(root)
    for period in ("2021-06", "2021-07"):
        run_month(root, period)
    assert tables(root) == after


def test_facts_past_their_keeping_go_with_their_links(root: Path) -> None:
    bills = {"2018-05": "S1", "2018-06": "S2"}
    for period, number in bills.items():
        drop(root, "health_insurance", f"{period}/x.csv", [settlement(number, *WANG, f"{period}-03", 20)])
    run_month(root, "2021-06")
    assert [link_of(root, number) for number in bills.values()] == [[], [("linked", "H1", "id_exact")]]
    assert query(root, "SELECT count(*) FROM links") == [(1,)]


# Periods


def test_a_late_file_of_the_month_before(root: Path) -> None:
    drop_rosters(root, "2021-05")
    spike = [settlement("S0", *WANG, "2020-04-03", 1), settlement("S1", *WANG, "2021-04-03", 12_000)]
    drop(root, "health_insurance", "2021-05/x.csv", spike)
    run_month(root, "2021-05")
    run_month(root, "2021-06")
    drop(root, "health_insurance", "2021-05/late.csv", [settlement("S2", *CHEN, "2021-04-03", 7)])
    run_month(root, "2021-05")
    assert illness(root, "2021-05") == {"H1": 12_000, "H2": 7}
    assert query(root, "SELECT period FROM runs ORDER BY period") == [("2021-05",), ("2021-06",)]
    run_month(root, "2021-06")
    assert illness(root, "2021-06") == {"H1": 12_000, "H2": 7}
    states = query(root, "SELECT period, state FROM alerts WHERE household_id = 'H1' ORDER BY period")
    assert states == [("2021-05", "new"), ("2021-06", "continuing")]


def test_nothing_at_all_is_a_month_too(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "county")
    run_month(root, "2021-06")
    assert query(root, "SELECT period, households FROM runs") == [("2021-06", 0)]


@pytest.mark.parametrize(
    "change",
    [
        lambda root: drop(root, "education", "2021-06/x.csv", [{"a": 1}]),
        lambda root: drop(root, "education", "x.csv", [{"a": 1}]),
        lambda root: add_setting(root, "[lines]\nsubsistence_standard = 9000\n"),
        lambda root: shutil.rmtree(root / "outbox" / "2021-06"),
        lambda root: (root / ".work").mkdir(),
    ],
)
def test_a_run_is_needed_again_only_after_a_change(root: Path, change: Callable[[Path], object]) -> None:
    from connectors.workspace import Workspace
    from flows.running import is_unchanged

    assert not is_unchanged(Workspace.open(root), "2021-06")
    run_month(root, "2021-06")
    drop(root, "education", "2021-07/later.csv", [{"a": 1}])
    assert is_unchanged(Workspace.open(root), "2021-06")
    change(root)
    assert not is_unchanged(Workspace.open(root), "2021-06")
    run_month(root, "2021-06")
    assert is_unchanged(Workspace.open(root), "2021-06")


def add_setting(root: Path, text: str) -> None:
    with (root / "fangfanpin.toml").open("a", encoding="utf-8") as settings:
        settings.write(text)
