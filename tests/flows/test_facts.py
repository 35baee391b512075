"""Facts through whole months: replaced, reversed, kept, late."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from connectors.workspace import Workspace
from flows.refusals import NonsenseError
from flows.running import is_unchanged
from flows.steps import run_month
from flows.withdrawal.files import withdraw
from tests.flows.small_county import (
    CHEN,
    LIN,
    WANG,
    WINDOW,
    drop,
    drop_rosters,
    incomes,
    make_workspace,
    member,
    settlement,
)
from tests.flows.workspaces import illness, query, tables

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unlisted")]


def link_of(root: Path, settlement_no: str) -> list[tuple[str, str, str]]:
    return query(
        root,
        "SELECT status, household_id, stage FROM accepted.health_insurance "
        f"JOIN links USING (file_id, row_number) WHERE settlement_no = '{settlement_no}' ORDER BY ALL",
    )


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
    reasons = "SELECT source, row_number, column_name, code FROM rejected_rows JOIN files USING (file_id)"
    assert query(root, f"{reasons} ORDER BY ALL") == [
        ("health_insurance", 1, "settled_on", "after_period"),
        ("health_insurance", 3, "self_paid", "negative_amount"),
        ("health_insurance", 3, "total", "negative_amount"),
    ]
    assert illness(root)["H1"] == 0, "the period's own month comes after the window"


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


def test_facts_dated_after_leaving_belong_to_nobody_even_if_the_person_is_first_named_then(
    root: Path,
) -> None:
    run_month(root, "2021-06")
    drop(root, "members", "2021-07/人.csv", [member("H1", "M1", *WANG), member("H2", "M3", *CHEN)])
    drop(root, "health_insurance", "2021-08/x.csv", [
        settlement("S1", *LIN, "2021-07-01", 20), settlement("S2", *LIN, "2021-06-30", 3),
    ])  # fmt: skip
    run_month(root, "2021-08")
    assert illness(root, "2021-08")["H1"] == 3
    assert link_of(root, "S1")[0][0] == "unlinked"
    assert link_of(root, "S2") == [("linked", "H1", "former_member")]


def test_a_reviewer_may_deny_a_former_member(root: Path) -> None:
    run_month(root, "2021-06")
    drop(root, "members", "2021-07/人.csv", [member("H1", "M1", *WANG), member("H2", "M3", *CHEN)])
    drop(root, "health_insurance", "2021-07/x.csv", [settlement("S2", *LIN, "2021-06-30", 3)])
    run_month(root, "2021-07")
    assert link_of(root, "S2")[0][0] == "linked"
    no = "SELECT person_key, 'H1', 'M2', 'no', NULL, '2021-07' FROM linkage.persons"
    with duckdb.connect(root / "warehouse.duckdb") as con:
        con.execute(f"INSERT INTO linkage.labels {no}")
    run_month(root, "2021-08")
    assert link_of(root, "S2")[0][0] == "unlinked"


def test_a_month_run_again_after_later_ones_comes_out_the_same(root: Path) -> None:
    drop(root, "health_insurance", "2021-06/x.csv", [settlement("S1", *LIN, "2020-06-03", 20)])
    run_month(root, "2021-06")
    drop(root, "members", "2021-07/人.csv", [member("H1", "M1", *WANG), member("H2", "M3", *CHEN)])
    run_month(root, "2021-07")
    after = tables(root)
    for period in ("2021-06", "2021-07"):
        run_month(root, period)
    assert tables(root) == after


def test_facts_past_their_retention_period_go_with_their_links(root: Path) -> None:
    bills = {"2018-05": "S1", "2018-06": "S2"}
    for period, number in bills.items():
        drop(root, "health_insurance", f"{period}/x.csv", [settlement(number, *WANG, f"{period}-03", 20)])
    run_month(root, "2021-06")
    assert [link_of(root, number) for number in bills.values()] == [[], [("linked", "H1", "id_exact")]]
    assert query(root, "SELECT count(*) FROM links") == [(1,)]


def test_persons_whom_no_row_names_any_more_are_forgotten(root: Path) -> None:
    for period, number, person in (("2018-06", "S1", WANG), ("2018-06", "S2", LIN), ("2018-07", "S3", CHEN)):
        row = settlement(number, *person, "2018-04-03", 20)
        drop(root, "health_insurance", f"{period}/{number}.csv", [row])
    drop(root, "health_insurance", "2021-06/x.csv", [settlement("S4", *LIN, "2021-05-03", 20)])
    run_month(root, "2021-06")
    assert remembered(root) == {WANG[0], LIN[0], CHEN[0]}
    withdraw(root, 4)
    assert link_of(root, "S4") == []
    run_month(root, "2021-07")
    assert remembered(root) == {LIN[0], CHEN[0]}, "a row that was withdrawn may come back"
    withdraw(root, 4, undo=True)
    assert link_of(root, "S4") == [("linked", "H1", "id_exact")]
    drop(root, "health_insurance", "2021-08/x.csv", [settlement("S5", *WANG, "2021-06-03", 20)])
    run_month(root, "2021-08")
    assert link_of(root, "S5") == [("linked", "H1", "id_exact")], "as if first met"
    assert query(root, "SELECT count(*) FROM link_changes") == [(0,)]


def test_persons_of_a_reviewers_decision_are_not_forgotten(root: Path) -> None:
    drop(root, "health_insurance", "2018-06/x.csv", [settlement("S1", *WANG, "2018-04-03", 20)])
    run_month(root, "2021-06")
    yes = "SELECT person_key, 'H1', 'M1', 'yes', NULL, '2021-06' FROM linkage.persons"
    with duckdb.connect(root / "warehouse.duckdb") as con:
        con.execute(f"INSERT INTO linkage.labels {yes}")
    run_month(root, "2021-07")
    assert query(root, "SELECT count(*) FROM links") == [(0,)]
    assert remembered(root) == {WANG[0]}


def remembered(root: Path) -> set[str]:
    """Names of the persons whom the linker knows."""
    names = query(root, "SELECT name FROM linkage.persons SEMI JOIN linkage.person_links USING (person_key)")
    return {name for (name,) in names}


# Periods


def test_a_late_file_of_the_month_before(root: Path) -> None:
    drop_rosters(root, "2021-05")
    spike = [settlement("S0", *WANG, "2020-04-03", 1), settlement("S1", *WANG, "2021-04-03", 12_000)]
    drop(root, "health_insurance", "2021-05/x.csv", spike)
    drop(root, "incomes", "2021-05/x.csv", incomes("H1", ["2020-05", *WINDOW], 5))
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


def test_a_workspace_without_a_roster_publishes_nothing(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "county")
    with pytest.raises(NonsenseError):
        run_month(root, "2021-06")
    assert not (root / "warehouse.duckdb").exists()


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
