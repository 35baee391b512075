"""Every change of a link is recorded: the row, the old link, the new link and the reason."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from shutil import copyfile
from typing import Any

import duckdb
import pytest

from connectors.warehouse import linked_rows, loading
from data_contracts.contract import load_contracts
from flows.demo.county import make_county
from flows.steps import run_month
from sql import statement
from tests.flows.older import take_back_migrations
from tests.flows.small_county import CHEN, LIN, WANG, drop, drop_rosters, make_workspace, member, settlement
from tests.flows.workspaces import copied, query, tables

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unlisted")]

WITHOUT_LIN = [member("H1", "M1", *WANG), member("H2", "M3", *CHEN)]
Change = tuple[Any, ...]


def changes(root: Path) -> list[Change]:
    """Settlement, period, old link, new link, reason."""
    return query(
        root,
        """
        SELECT settlement_no, period, (from_status, from_household_id, from_member_id, from_stage),
            (to_status, to_household_id, to_member_id, to_stage), reason
        FROM link_changes JOIN accepted.health_insurance USING (file_id, row_number) ORDER BY ALL
        """,
    )


@contextmanager
def published(root: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published warehouse, for writing."""
    with duckdb.connect(root / "warehouse.duckdb") as con:
        yield con


def link_to_nobody(root: Path) -> None:
    """Unlink everybody, as a poorer comparison would have."""
    with published(root) as con:
        con.execute(
            "UPDATE linkage.person_links "
            "SET status = 'unlinked', stage = 'poor', household_id = NULL, member_id = NULL"
        )


OF_WANG = ("linked", "H1", "M1", "id_exact")
OF_LIN = ("linked", "H1", "M2", "id_exact")
POOR = ("unlinked", None, None, "poor")


@pytest.fixture
def linked(root: Path) -> Path:
    """2021-06 is published with a settlement of 王 and one of 林."""
    bills = [settlement("S1", *WANG, "2021-05-03", 9), settlement("S2", *LIN, "2021-05-03", 20)]
    drop(root, "health_insurance", "2021-06/x.csv", bills)
    run_month(root, "2021-06")
    return root


def test_new_rows_and_links_that_stay_leave_no_trace(linked: Path) -> None:
    drop(linked, "health_insurance", "2021-07/x.csv", [settlement("S3", *LIN, "2021-06-03", 20)])
    for period in ("2021-06", "2021-07"):
        run_month(linked, period)
    assert query(linked, "SELECT count(*) FROM links") == [(3,)]
    assert changes(linked) == []


def test_a_member_who_moves_takes_the_links_along(linked: Path) -> None:
    drop(linked, "members", "2021-07/人.csv", [*WITHOUT_LIN, member("H2", "M2", *LIN)])
    run_month(linked, "2021-07")
    moved = ("linked", "H2", "M2", "id_exact")
    assert changes(linked) == [("S2", "2021-07", OF_LIN, moved, "roster_changed")]


def test_someone_who_leaves_is_recorded_and_again_when_the_year_is_over(linked: Path) -> None:
    drop(linked, "members", "2021-07/人.csv", WITHOUT_LIN)
    for period in ("2021-07", "2021-08", "2022-05", "2022-06"):
        run_month(linked, period)
    former, nobody = ("linked", "H1", None, "former_member"), ("unlinked", None, None, "outsider")
    assert changes(linked) == [
        ("S2", "2021-07", OF_LIN, former, "left_roster"),
        ("S2", "2022-06", former, nobody, "left_roster"),
    ]


def test_someone_who_joins_is_recorded(root: Path) -> None:
    drop(root, "members", "2021-06/人.csv", WITHOUT_LIN)
    drop(root, "health_insurance", "2021-06/x.csv", [settlement("S2", *LIN, "2021-05-03", 20)])
    run_month(root, "2021-06")
    drop_rosters(root, "2021-07")
    run_month(root, "2021-07")
    nobody = ("unlinked", None, None, "outsider")
    assert changes(root) == [("S2", "2021-07", nobody, OF_LIN, "roster_changed")]


def test_a_reversal_that_arrived_first_follows_its_cancelled_row(root: Path) -> None:
    drop(
        root, "health_insurance", "2021-06/a.csv", [settlement("R1", "", "", "2021-05-03", -5, reverses="S1")]
    )
    run_month(root, "2021-06")
    drop(root, "health_insurance", "2021-07/a.csv", [settlement("S1", *WANG, "2021-05-03", 5)])
    run_month(root, "2021-07")
    ((number, period, before, after, reason),) = changes(root)
    assert (number, period, before[0], reason) == ("R1", "2021-07", "unlinked", "cancelled_row")
    assert after == ("linked", "H1", "M1", "reversal")


@pytest.mark.parametrize(("decision", "now"), [("yes", ("linked", "H1")), ("no", ("unlinked", None))])
def test_a_reviewers_decision_is_the_reason(root: Path, decision: str, now: tuple[str, str | None]) -> None:
    drop(root, "health_insurance", "2021-06/x.csv", [settlement("S4", "欧阳清风", WANG[1], "2021-05-03", 9)])
    run_month(root, "2021-06")
    with published(root) as con:
        con.execute(
            "INSERT INTO linkage.labels SELECT person_key, household_id, member_id, $decision, probability, "
            "'2021-06' FROM linkage.person_reviews",
            {"decision": decision},
        )
    for period in ("2021-06", "2021-06", "2021-07"):
        run_month(root, period)
    ((number, period, before, after, reason),) = changes(root)
    assert (number, period, before[0], reason) == ("S4", "2021-06", "review", "reviewed")
    assert after[:2] == now


def test_another_version_is_the_reason_and_everybody_is_compared_once(
    linked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link_to_nobody(linked)
    run_month(linked, "2021-07")
    assert changes(linked) == [], "the same version compares nobody again"
    monkeypatch.setattr("flows.steps.PROGRAM", "next")
    for period in ("2021-08", "2021-08", "2021-09"):
        run_month(linked, period)
    assert changes(linked) == [
        ("S1", "2021-08", POOR, OF_WANG, "program"),
        ("S2", "2021-08", POOR, OF_LIN, "program"),
    ]
    link_to_nobody(linked)
    run_month(linked, "2021-10")
    assert {row[1] for row in changes(linked)} == {"2021-08"}, "nobody was compared again"


def test_the_very_first_period_run_by_another_version_keeps_that_reason(
    linked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link_to_nobody(linked)
    monkeypatch.setattr("flows.steps.PROGRAM", "next")
    for _ in range(2):
        run_month(linked, "2021-06")
        assert [row[1::3] for row in changes(linked)] == [("2021-06", "program")] * 2


OLDER = ("('2021-06'", "('2021-07'")


def as_of_migration(con: duckdb.DuckDBPyConnection, last: int) -> list[str]:
    """Remove what migrations after the `last` added; return the tables removed."""
    con.execute("CREATE TABLE kept AS FROM links; DROP VIEW links; ALTER TABLE kept RENAME TO links")
    named = "SELECT schema_name || '.' || table_name FROM duckdb_tables()"
    before = {name for (name,) in con.execute(named).fetchall()}
    take_back_migrations(con, last)
    return sorted(before - {name for (name,) in con.execute(named).fetchall()})


def test_a_warehouse_of_the_first_version_keeps_its_links(linked: Path) -> None:
    before = query(linked, "FROM links ORDER BY ALL")
    with published(linked) as con:
        as_of_migration(con, 1)
    run_month(linked, "2021-06")
    assert query(linked, "FROM links ORDER BY ALL") == before
    assert changes(linked) == []
    assert query(linked, "SELECT source, count(*) FROM linkage.persons GROUP BY source") == [
        ("health_insurance", 2)
    ]


def test_a_warehouse_that_remembered_every_link_remembers_those_that_end(
    linked: Path, tmp_path: Path
) -> None:
    older = copied(linked, tmp_path / "older")
    with published(older) as con:
        con.execute(
            "INSERT INTO linkage.earlier_links SELECT person_key, household_id, member_id, probability, "
            "since, '2021-06' FROM linkage.person_links WHERE status = 'linked'"
        )
        as_of_migration(con, 6)
    for root in (linked, older):
        drop(root, "members", "2021-07/人.csv", WITHOUT_LIN)
        run_month(root, "2021-07")
    remembered = "SELECT household_id, member_id, first_period, last_period FROM linkage.earlier_links"
    assert query(older, remembered) == query(linked, remembered) == [("H1", "M2", "2021-06", "2021-06")]
    assert query(older, "FROM links ORDER BY ALL") == query(linked, "FROM links ORDER BY ALL")


def test_a_warehouse_that_wrote_the_link_of_every_row_goes_on_as_it_was(linked: Path, tmp_path: Path) -> None:
    drop(linked, "members", "2021-07/人.csv", WITHOUT_LIN)
    run_month(linked, "2021-07")
    drop_rosters(linked, "2021-08")
    older = copied(linked, tmp_path / "older")
    with published(older) as con:
        since = as_of_migration(con, 7)
    for root in (linked, older):
        run_month(root, "2021-08")
    before, after = tables(linked), tables(older)
    for table in (
        *since,
        "main.household_months",
    ):  # the periods that an older program built lack what is new
        for of_it in (before, after):
            of_it[table] = [line for line in of_it[table] if not line.startswith(OLDER)]
    for table in ("main.files", "received.row_places"):  # what the older program did not write down
        del before[table], after[table]
    assert after == before
    assert [row[:2] for row in changes(older)] == [("S2", "2021-07"), ("S2", "2021-08")], "gone and back"


def test_links_can_be_queried_in_a_copy_under_any_name(linked: Path, tmp_path: Path) -> None:
    copy = tmp_path / "of last week.duckdb"
    copyfile(linked / "warehouse.duckdb", copy)
    with duckdb.connect(copy, read_only=True) as con:
        assert con.execute("FROM links ORDER BY ALL").fetchall() == query(linked, "FROM links ORDER BY ALL")
    with duckdb.connect() as con:
        con.execute("CREATE TABLE files AS SELECT 'of another kind' AS file_id")
        con.execute(f"ATTACH '{copy}' AS archived (READ_ONLY)")
        assert con.execute("SELECT count(*) FROM archived.links").fetchall() == [(2,)]


def test_a_roster_that_is_sent_again_without_somebody_shortens_what_is_remembered(linked: Path) -> None:
    bills = [settlement("S3", *LIN, "2021-06-30", 7), settlement("S4", *LIN, "2021-07-01", 7)]
    for period in ("2021-07", "2021-08"):
        drop_rosters(linked, period)
    drop(linked, "health_insurance", "2021-07/x.csv", bills)
    drop(linked, "members", "2021-09/人.csv", WITHOUT_LIN)
    for period in ("2021-07", "2021-08", "2021-09"):
        run_month(linked, period)
    former = "SELECT count(*) FROM links WHERE stage = 'former_member'"
    assert query(linked, former) == [(3,)], "until 2021-08"
    drop(linked, "members", "2021-07/人.csv", WITHOUT_LIN)
    drop(linked, "members", "2021-08/人.csv", WITHOUT_LIN)
    for period in ("2021-07", "2021-08", "2021-09"):
        run_month(linked, period)
    assert query(linked, former) == [(2,)], "until 2021-06"


def test_newly_estimated_parameters_are_the_reason(linked: Path) -> None:
    link_to_nobody(linked)
    with published(linked) as con:
        con.execute("UPDATE linkage.parameters SET m = m * 0.999, estimated = '2021-07'")
    run_month(linked, "2021-07")
    assert [(row[0], row[1], row[4]) for row in changes(linked)] == [
        ("S1", "2021-07", "parameters"),
        ("S2", "2021-07", "parameters"),
    ]


def test_the_trace_goes_with_the_row(linked: Path) -> None:
    drop(linked, "members", "2021-07/人.csv", WITHOUT_LIN)
    run_month(linked, "2021-07")
    assert len(changes(linked)) == 1
    run_month(linked, "2025-06")
    assert query(linked, "SELECT (SELECT count(*) FROM links), (SELECT count(*) FROM link_changes)") == [
        (0, 0)
    ]


def test_a_row_that_arrived_later_than_the_period_run_again_changes_in_its_own(linked: Path) -> None:
    drop(linked, "members", "2021-07/人.csv", WITHOUT_LIN)
    drop(linked, "health_insurance", "2021-07/x.csv", [settlement("S3", *LIN, "2021-06-03", 7)])
    run_month(linked, "2021-07")
    after = tables(linked)
    run_month(linked, "2021-06")
    assert [row[:2] for row in changes(linked)] == [("S3", "2021-07")], "while 2021-07 waits to be run again"
    run_month(linked, "2021-07")
    assert tables(linked) == after


def test_past_facts_of_someone_first_named_after_leaving_belong_to_the_former_household(root: Path) -> None:
    drop(root, "health_insurance", "2021-06/x.csv", [settlement("S1", *WANG, "2021-05-03", 9)])
    run_month(root, "2021-06")
    drop(root, "members", "2021-07/人.csv", WITHOUT_LIN)
    run_month(root, "2021-07")
    bills = [
        settlement("S2", *LIN, "2021-05-03", 3),
        settlement("S3", *LIN, "2021-07-03", 3),
        settlement("S4", "林某", LIN[1], "2021-05-03", 3),
    ]
    drop(root, "health_insurance", "2021-08/x.csv", bills)
    run_month(root, "2021-08")
    after = tables(root)
    links = query(root, "SELECT household_id, member_id, stage FROM links ORDER BY file_id, row_number")
    nobody = (None, None, "outsider")
    assert links == [("H1", "M1", "id_exact"), ("H1", None, "former_member"), nobody, nobody]
    for period in ("2021-06", "2021-07", "2021-08"):
        run_month(root, period)
    assert tables(root) == after


# A whole county over several months

PERIODS = ("2021-05", "2021-06", "2021-07", "2021-08")


@dataclass(frozen=True)
class Year:
    """A county after its last month, and every row's link after each."""

    root: Path
    links: dict[str, dict[tuple[int, int], tuple[Any, ...]]]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    root = make_workspace(tmp_path_factory.mktemp("changes") / "county")
    make_county(root, persons=900, seed=5, periods=PERIODS, history_months=13)
    links = {}
    for period in PERIODS:
        run_month(root, period)
        rows = query(root, "SELECT file_id, row_number, status, household_id, member_id FROM links")
        links[period] = {(file_id, row): link for file_id, row, *link in rows}
    return Year(root, links)


def test_the_trace_is_exactly_what_changed_between_two_months(year: Year) -> None:
    total = 0
    for before, period in pairwise(PERIODS):
        changed = {
            row: (year.links[before][row], link)
            for row, link in year.links[period].items()
            if row in year.links[before] and year.links[before][row] != link
        }
        recorded = query(
            year.root,
            "SELECT file_id, row_number, [from_status, from_household_id, from_member_id], "
            f"[to_status, to_household_id, to_member_id] FROM link_changes WHERE period = '{period}'",
        )
        assert {(file_id, row): (before, after) for file_id, row, before, after in recorded} == changed
        total += len(changed)
    assert total > 10
    reasons = query(year.root, "SELECT DISTINCT reason FROM link_changes")
    assert {("left_roster",), ("roster_changed",)} <= set(reasons) <= {
        ("left_roster",), ("roster_changed",), ("cancelled_row",)
    }  # fmt: skip


def test_months_run_again_after_later_ones_tell_the_same(year: Year, tmp_path: Path) -> None:
    root = copied(year.root, tmp_path / "county")
    for period in PERIODS[1:]:
        run_month(root, period)
    before, after = tables(year.root), tables(root)
    # The number of compared persons differs: only those whom the other roster affects are compared.
    # The ledger knows of later months what it did not, and notes as what it counts each household.
    later = {"linkage.blocking", "built.counted_types"}
    assert {table for table in before if before[table] != after[table]} <= later


def rebuilt(root: Path, period: str) -> list[tuple[Any, ...]]:
    """The links of a period, made again for every row, in the copy at `root`."""
    with published(root) as con:
        loading.create_row_views(con, list(load_contracts().values()))
        con.execute(statement("months/windows"), {"period": period})
        con.execute("CREATE TEMP TABLE moved_persons AS SELECT person_key FROM linkage.person_links")
        con.execute("DELETE FROM linkage.row_links")
        linked_rows.link_rows(con, first_file=0)
        return con.execute("FROM links ORDER BY ALL").fetchall()


def test_links_kept_from_month_to_month_are_those_made_anew(year: Year, tmp_path: Path) -> None:
    for period in (PERIODS[-1], PERIODS[1], PERIODS[2]):
        root = copied(year.root, tmp_path / period)
        if period != PERIODS[-1]:
            run_month(root, period)
        assert query(root, "FROM links ORDER BY ALL") == rebuilt(root, period), period
