"""A late file costs what is new, and ends where a run over everybody ends."""

import random
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.steps import run_month
from flows.withdrawal import files as withdrawal
from tests.flows.deaths import die, started
from tests.flows.deliveries import PERIODS, History, put
from tests.flows.small_county import (
    CHEN,
    LIN,
    STRANGER,
    WANG,
    WINDOW,
    benefit,
    disaster,
    drop,
    drop_rosters,
    household,
    incomes,
    make_workspace,
    member,
    report,
    settlement,
)
from tests.flows.workspaces import contents, copied, illness, leftovers, query, tables

pytestmark = pytest.mark.usefixtures("unjudged")

PERIOD = "2021-06"
STAYING, MOVING = 16, 4  # households of the county; of the moving ones, everybody or one goes to another


def forget(root: Path) -> Path:
    """The same workspace, whose next run knows nothing of what was built."""
    with duckdb.connect(root / "warehouse.duckdb") as con:
        con.execute("DELETE FROM built.basis")
    return root


def worked_out(root: Path) -> int:
    """Run the period; the number of households that it worked out."""
    return run_month(root, PERIOD)["measure"]["重算户"]


def run_both_ways(root: Path, tmp_path: Path) -> int:
    """Run the period as it comes, and a copy of it over everybody: both end with equal tables."""
    everybody = forget(copied(root, tmp_path / "everybody"))
    households = worked_out(root)
    assert worked_out(everybody) == query(root, "SELECT count(*) FROM households")[0][0]
    late, full = tables(root), tables(everybody)
    assert {name: rows for name, rows in late.items() if rows != full.get(name)} == {}
    assert late.keys() == full.keys()
    assert contents(root, "outbox", "receipts").keys() == contents(everybody, "outbox", "receipts").keys()
    return households


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """王 and 林 in H1, 陈 in H2, with an income and an illness; 2021-06 is published."""
    root = make_workspace(tmp_path / "county")
    drop_rosters(root)
    drop(root, "incomes", "2021-06/收入.csv", [*incomes("H1", WINDOW, 900), *incomes("H2", WINDOW, 100)])
    drop(root, "health_insurance", "2021-06/结算.csv", [settlement("S1", *LIN, "2021-04-03", 20_000)])
    drop(root, "health_insurance", "2021-06/五月.csv", [settlement("S0", *CHEN, "2021-05-03", 100)])
    for number in range(3, 12):
        drop(root, "households", f"2021-06/户{number}.csv", [household(f"H{number}")])
    assert worked_out(root) == 11
    return root


def test_a_late_file_is_worked_out_for_its_households_only(county: Path, tmp_path: Path) -> None:
    drop(county, "health_insurance", "2021-06/补.csv", [settlement("S2", *CHEN, "2021-04-05", 30_000)])
    assert run_both_ways(county, tmp_path) == 1
    figures = illness(county)
    assert (figures["H1"], figures["H2"]) == (20_000, 30_100)


def test_a_row_sent_again_for_somebody_else_changes_both_households(county: Path, tmp_path: Path) -> None:
    drop(county, "health_insurance", "2021-06/补.csv", [settlement("S1", *CHEN, "2021-04-03", 20_000)])
    assert run_both_ways(county, tmp_path) == 2


def test_a_reversal_and_a_stranger_change_the_household_of_the_cancelled_row(
    county: Path, tmp_path: Path
) -> None:
    cancelled = settlement("S9", *LIN, "2021-05-03", -20_000) | {"reverses": "S1"}
    of_nobody = settlement("S8", *STRANGER, "2021-04-03", 700)
    drop(county, "health_insurance", "2021-06/补.csv", [cancelled, of_nobody])
    assert run_both_ways(county, tmp_path) == 1


def test_a_file_that_covers_another_month_is_worked_out_for_everybody(county: Path, tmp_path: Path) -> None:
    drop(county, "emergency", "2021-06/灾.csv", [disaster(*WANG, "2021-04-03", 9_000)])
    assert run_both_ways(county, tmp_path) == 11


def test_what_was_withdrawn_is_taken_out_of_everybodys_figures(county: Path, tmp_path: Path) -> None:
    drop(county, "health_insurance", "2021-06/补.csv", [settlement("S2", *CHEN, "2021-04-05", 30_000)])
    worked_out(county)
    ((number,),) = query(county, "SELECT max(file_id) FROM files")
    withdrawal.withdraw(county, number)
    assert run_both_ways(county, tmp_path) == 11


def test_the_months_before_are_not_the_last_one_built(county: Path, tmp_path: Path) -> None:
    drop_rosters(county, "2021-07")
    run_month(county, "2021-07")
    drop(county, "health_insurance", "2021-06/补.csv", [settlement("S2", *CHEN, "2021-04-05", 30_000)])
    assert run_both_ways(county, tmp_path) == 11


@pytest.mark.slow
def test_dying_in_a_late_run(county: Path, tmp_path: Path) -> None:
    drop(county, "health_insurance", "2021-06/补.csv", [settlement("S1", *CHEN, "2021-04-03", 20_000)])
    undisturbed = copied(county, tmp_path / "undisturbed")
    started(undisturbed, PERIOD).join(120)
    for place in ("writing the summary", "after the warehouse is replaced"):
        dying = copied(county, tmp_path / place)
        die(dying, PERIOD, place)
        started(dying, PERIOD).join(120)
        assert tables(dying) == tables(undisturbed)
        assert leftovers(dying) == []


def rosters(root: Path, staying: list[History], moving: list[History]) -> None:
    """Two months of households of one person each; in the second, the moving persons live with others."""
    everybody = [*staying, *moving]
    drop(root, "households", "2021-05/户.csv", [household(h.household_id) for h in everybody])
    people = [member(h.household_id, f"M{h.number}", *h.person) for h in everybody]
    partners = [member(h.household_id, f"P{h.number}", f"钱{h.number}", "") for h in moving[::2]]
    drop(root, "members", "2021-05/人.csv", people + partners)
    left = [household(h.household_id) for h in [*staying, *moving[::2]]]
    drop(root, "households", "2021-06/户.csv", left)
    homes = {m.number: s.household_id for m, s in zip(moving, staying, strict=False)}
    moved = [
        member(homes.get(h.number, h.household_id), f"M{h.number}", *h.person) for h in [*staying, *moving]
    ]
    drop(root, "members", "2021-06/人.csv", moved + partners)


def others(history: History, chance: random.Random, number: int) -> dict[str, list[dict[str, Any]]]:
    """Rows of further sources about the person of a history, or a person like that one."""
    name, id_number = history.person
    person = chance.choice([(name, id_number), ("毛小燕", id_number), (name, ""), ("毛晓燕", STRANGER[1])])
    day = f"2021-0{chance.randint(1, 5)}-1{number % 10}"
    row = chance.choice(
        [
            ("civil_affairs", benefit(*person, day[:7], 100 + number)),
            ("education", report(*person, day, 900 + number)),
            ("emergency", disaster(*person, day, 7_000 + number)),
            ("health_insurance", settlement(f"R{number}", *person, day, -500) | {"reverses": "S1-1"}),
        ]
    )
    return {row[0]: [row[1]]}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_any_late_files_end_where_a_run_over_everybody_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr("connectors.warehouse.counting._MOST_CHANGED", 2)  # never everybody for their number
    chance = random.Random(seed)
    histories = [History(n, random.Random(f"{seed} {n}")) for n in range(STAYING + MOVING)]
    root = make_workspace(tmp_path / "county")
    rosters(root, histories[:STAYING], histories[STAYING:])
    drop(root, "emergency", "2021-05/灾.csv", [disaster(*STRANGER, "2019-06-01", 1)])
    drop(
        root,
        "education",
        "2021-05/学.csv",
        [report(*STRANGER, day, 1) for day in ("2020-05-01", "2021-01-01")],
    )
    drop(root, "civil_affairs", "2021-05/保.csv", [benefit(*STRANGER, "2021-01", 1)])
    for month in [*range(1, 13), *range(101, 106)]:
        day = f"{2020 + month // 100}-{month % 100:02}-05"
        drop(root, "health_insurance", f"2021-06/底{month}.csv", [settlement(f"B{month}", *STRANGER, day, 1)])
    for history in histories:
        for month in PERIODS:
            rows = incomes(history.household_id, WINDOW, 90)
            drop(root, "incomes", f"{month}/底{history.number}.csv", rows)
    run_month(root, "2021-05")
    run_month(root, PERIOD)
    counts = []
    for number in range(5):
        for history in chance.sample(histories, 2):
            sent = history.deliver()
            put(root, sent, sent.name)
        for source, rows in others(chance.choice(histories), chance, number).items():
            drop(root, source, f"{chance.choice(PERIODS)}/迟{number}.csv", rows)
        counts.append(run_both_ways(root, tmp_path / str(number)))
    assert min(counts) < STAYING
