"""A run may die at any moment: the next one ends where an undisturbed one ends, and readers never notice."""

import random
import time
from pathlib import Path

import duckdb
import pytest

from connectors.warehouse.database import BusyError
from flows.steps import run_month
from tests.flows.deaths import DEATHS, die, started
from tests.flows.older import take_back_migrations
from tests.flows.small_county import (
    CHEN,
    LIN,
    WANG,
    WINDOW,
    benefit,
    disaster,
    drop,
    drop_rosters,
    household,
    incomes,
    make_workspace,
    report,
    settlement,
)
from tests.flows.workspaces import contents, copied, leftovers, query, receipts, tables

pytestmark = pytest.mark.slow

Outcome = tuple[dict[str, list[str]], dict[str, bytes]]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months published, and for the second one late files of every fate in the inbox."""
    root = make_workspace(tmp_path_factory.mktemp("recovery") / "county")
    drop_rosters(root, "2021-05")
    drop(root, "incomes", "2021-05/收入.csv", [*incomes("H1", WINDOW, 900), *incomes("H2", WINDOW, 100)])
    drop(root, "health_insurance", "2021-05/结算.csv", [settlement("S1", *LIN, "2021-04-03", 20_000)])
    for period in ("2021-05", "2021-06"):
        run_month(root, period)
    drop_rosters(root)
    drop(root, "households", "2021-06/补.csv", [household("H3", township="东张镇")])
    drop(root, "health_insurance", "2021-06/结算.csv", [settlement("S1", *LIN, "2021-04-03", 9_000)])
    drop(root, "health_insurance", "2021-06/再.csv", [settlement("S1", *LIN, "2021-04-03", 9_000)])
    drop(
        root,
        "civil_affairs",
        "2021-06/低保.csv",
        [benefit(*CHEN, "2021-05", 300), benefit(*CHEN, "八月", 300)],
    )
    drop(root, "education", "2021-06/学籍.csv", [report(*WANG, "2021-04-03", 500)])
    drop(root, "emergency", "没有月份.csv", [disaster(*WANG, "2021-04-03", 500)])
    return root


@pytest.fixture(scope="module")
def undisturbed(county: Path, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    root = copied(county, tmp_path_factory.mktemp("undisturbed") / "county")
    run_month(root, "2021-06")
    assert contents(root, "inbox") == {}
    return outcome(root)


def outcome(root: Path) -> Outcome:
    assert leftovers(root) == []
    return tables(root), contents(root)


@pytest.mark.parametrize("death", DEATHS)
def test_dying_at_a_critical_point(death: str, county: Path, undisturbed: Outcome, tmp_path: Path) -> None:
    root = copied(county, tmp_path / "county")
    die(root, "2021-06", death)
    run_month(root, "2021-06")
    assert outcome(root) == undisturbed


@pytest.mark.parametrize("death", ["before the warehouse is replaced", "after the warehouse is replaced"])
def test_the_next_run_may_be_of_another_period(death: str, county: Path, tmp_path: Path) -> None:
    root = copied(county, tmp_path / "county")
    die(root, "2021-06", death)
    run_month(root, "2021-07")
    assert leftovers(root) == []
    assert contents(root, "inbox") == {}
    assert len(receipts(root)) == query(root, "SELECT count(*) FROM files")[0][0]


def test_what_an_older_program_left_is_finished(county: Path, tmp_path: Path) -> None:
    root = copied(county, tmp_path / "county")
    die(root, "2021-06", "after the warehouse is replaced")
    with duckdb.connect(root / "warehouse.duckdb") as con:
        take_back_migrations(con, 16)
    run_month(root, "2021-07")
    assert leftovers(root) == []
    assert (root / "outbox" / "2021-06").exists()


def test_dying_in_the_first_run_of_all(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "county")
    drop_rosters(root)
    die(root, "2021-06", "writing the summary")
    run_month(root, "2021-07")
    assert leftovers(root) == []
    assert query(root, "SELECT period FROM runs") == [("2021-07",)]


FINISHING = (
    "after the warehouse is replaced",
    "after the outbox is exchanged",
    "storing the second file",
    "writing the second receipt",
    "removing the second file",
)


def test_dying_while_finishing_what_died(county: Path, undisturbed: Outcome, tmp_path: Path) -> None:
    root = copied(county, tmp_path / "county")
    for death in FINISHING:
        die(root, "2021-06", death)
    run_month(root, "2021-06")
    assert outcome(root) == undisturbed


def kill_at(root: Path, seconds: float) -> None:
    process = started(root, "2021-06")
    process.join(seconds)
    process.kill()
    process.join()


def seconds_of_a_run(root: Path) -> float:
    begun = time.monotonic()
    process = started(root, "2021-06")
    process.join()
    assert process.exitcode == 0
    return time.monotonic() - begun


def test_killed_at_random_moments(county: Path, undisturbed: Outcome, tmp_path: Path) -> None:
    lasting_s = seconds_of_a_run(copied(county, tmp_path / "measured"))
    rng = random.Random(20210601)
    for number in range(6):
        root = copied(county, tmp_path / str(number))
        kill_at(root, lasting_s * (number + rng.random()) / 6)
        run_month(root, "2021-06")
        assert outcome(root) == undisturbed


CONSISTENT = """
SELECT
    (SELECT count(*) FROM links)
        = (SELECT sum(rows_accepted) FROM files
           WHERE source IN ('health_insurance', 'civil_affairs', 'education', 'emergency')),
    (SELECT bool_and(households = (SELECT count(*) FROM household_months AS h WHERE h.period = r.period)) FROM runs AS r),
    NOT EXISTS (FROM alerts ANTI JOIN alert_evidence USING (period, household_id) WHERE state IN ('new', 'worse')),
    (SELECT list(period ORDER BY period) FROM runs)
"""  # noqa: E501


def test_readers_see_one_published_month_or_the_next_all_along(county: Path, tmp_path: Path) -> None:
    root = copied(county, tmp_path / "county")
    process = started(root, "2021-07")
    seen = set()
    while process.is_alive() or len(seen) < 2:
        with duckdb.connect(root / "warehouse.duckdb", read_only=True) as con:
            *laws, periods = con.execute(CONSISTENT).fetchall()[0]
        assert laws == [True, True, True]
        assert (root / "outbox" / "2021-06" / "县级汇总_2021-06.xlsx").exists()
        seen.add(tuple(periods))
    assert process.exitcode == 0
    assert seen == {("2021-05", "2021-06"), ("2021-05", "2021-06", "2021-07")}


def test_a_second_run_at_once_gives_way(county: Path, tmp_path: Path) -> None:
    root = copied(county, tmp_path / "county")
    process = started(root, "2021-06")
    while not (root / ".work").exists():
        time.sleep(0.01)
    with pytest.raises(BusyError):
        run_month(root, "2021-07")
    process.join()
    assert process.exitcode == 0
    assert query(root, "SELECT period FROM runs") == [("2021-05",), ("2021-06",)]


def test_the_log_that_an_earlier_version_left_is_thrown_away(tmp_path: Path) -> None:
    root = make_workspace(tmp_path)
    drop_rosters(root)
    log = root / ".warehouse.building.duckdb.wal"
    log.write_bytes(b"of another database")
    run_month(root, "2021-06")
    assert not log.exists()
