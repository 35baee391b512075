"""Laws of the ledger (ledger.md): no order of arrival shows, and no matter moves but by the procedure."""

import os
from collections import defaultdict
from datetime import date
from random import Random
from typing import Any

import duckdb
import pytest

from rules.ledger import rebuild
from sql import statement
from tests.rules import drawn_returns
from tests.rules.ledger_machine import Machine, working_days
from tests.rules.returned import derived, give
from tests.rules.warehouse import PACKS

ORDERS = int(os.environ.get("LEDGER_ORDERS", "10"))  # more are drawn on demand: LEDGER_ORDERS=300
TODAY = date(2022, 6, 30)
RUNS = [(pack, seed) for seed in range(ORDERS // len(PACKS)) for pack in PACKS]


def drawn(pack: str, seed: int) -> tuple[duckdb.DuckDBPyConnection, list[Any]]:
    """A county and what comes back of it; the same for the same seed."""
    return drawn_returns.county(Random(seed)), drawn_returns.rows(Random(seed + 1000), PACKS[pack])


@pytest.mark.slow
@pytest.mark.parametrize(("pack", "seed"), RUNS)
def test_any_order_and_any_split_give_the_same_tables(pack: str, seed: int) -> None:
    whole, rows = drawn(pack, seed)
    for row in rows:
        give(whole, row)
    expected = derived(whole, PACKS[pack], TODAY)
    assert expected["ledger"]
    assert expected["forbidden_rows"]
    random = Random(seed + 2000)
    random.shuffle(rows)
    parts, con = random.randrange(1, 4), drawn(pack, seed)[0]
    events: set[str] = set()
    for part in range(parts):
        for row in rows[part::parts]:
            give(con, row)
        found = derived(con, PACKS[pack], TODAY)
        now = {event[0] for event in found["ledger_events"]}
        assert events <= now, "events are only ever added to"
        events = now
    assert found == expected


@pytest.mark.parametrize(("pack", "seed"), RUNS[: 2 * len(PACKS)])
def test_the_ledger_is_where_the_procedure_leads(pack: str, seed: int) -> None:
    con, rows = drawn(pack, seed)
    for row in rows:
        give(con, row)
    rebuild(con, PACKS[pack], TODAY)
    procedure = PACKS[pack].procedure
    assert procedure is not None
    told = defaultdict(list)
    query = "SELECT household_id, happened_on, kind FROM ledger_events WHERE status = 'counts' ORDER BY ALL"
    for household, day, kind in con.execute(query).fetchall():
        told[household].append((day, kind))
    stages = {}
    for household, events in told.items():
        machine = Machine(procedure)
        machine.walk(events)
        stages[household] = (machine.stage, machine.since)
    found = con.execute("SELECT household_id, stage, stage_since FROM ledger").fetchall()
    assert {household: (stage, since) for household, stage, since in found} == stages


@pytest.mark.parametrize("pack", PACKS)
def test_the_events_that_count_give_the_ledger_again(pack: str) -> None:
    con, rows = drawn(pack, 7)
    for row in rows:
        give(con, row)
    expected = derived(con, PACKS[pack], TODAY)["ledger"]
    con.execute(
        "CREATE OR REPLACE TEMP TABLE told_events AS SELECT event.*, coalesce(kinds.rank, 0) AS rank "
        "FROM ledger_events AS event LEFT JOIN procedure_kinds AS kinds USING (kind) WHERE status = 'counts'"
    )
    for name in ("matter_moves", "walk", "events", "households_now", "classes"):
        con.execute(statement(f"ledger/{name}"))
    con.execute(statement("procedure/limits"))
    con.execute("DELETE FROM ledger")
    con.execute(statement("ledger/ledger"), {"day": TODAY})
    assert con.execute("SELECT * FROM ledger ORDER BY ALL").fetchall() == expected


@pytest.mark.parametrize("seed", range(4))
def test_no_notice_that_is_taken_is_too_short_and_no_one_without_labour_is_eliminated(seed: int) -> None:
    con, rows = drawn("fujian-2021", seed)
    for row in rows:
        give(con, row)
    rebuild(con, PACKS["fujian-2021"], TODAY)
    starts: dict[tuple[str, str], list[date]] = defaultdict(list)
    for row in rows:
        for field, value in row.cells.items():
            if field.endswith("_starts_on"):
                starts[row.household, field.removesuffix("_starts_on")].append(date.fromisoformat(value))
    query = "SELECT household_id, kind, happened_on FROM ledger_events WHERE kind LIKE '%notice'"
    notices = con.execute(query).fetchall()
    assert notices
    for household, kind, last in notices:
        assert max(working_days(first, last) for first in starts[household, kind]) >= 5
    idle = """SELECT 1 FROM ledger_events AS event JOIN household_months AS month USING (household_id)
        WHERE kind = 'eliminated' AND month.has_labour IS NOT true"""
    assert con.execute(idle).fetchall() == []


def test_every_taken_row_is_an_event_or_a_finding() -> None:
    con, rows = drawn("fujian-2021", 3)
    for row in rows:
        give(con, row)
    rebuild(con, PACKS["fujian-2021"], TODAY)
    astray = """FROM returned.rows ANTI JOIN forbidden_rows USING (file_id, sheet, row_number)
        ANTI JOIN ledger_events USING (file_id, sheet, row_number)
        ANTI JOIN findings USING (file_id, sheet, row_number)"""
    assert con.execute(astray).fetchall() == []
