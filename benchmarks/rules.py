"""All rules of a pack over a million households, with evidence: seconds and memory compared with one scan.

`make bench-rules` runs it. The previous month is decided first, untimed, so that there are open alerts.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from connectors.warehouse.database import connect_unlogged
from rules.declarations.operands import load_operands
from rules.declarations.pack import load_packs, parameters
from rules.engine import apply
from sql import count, statement
from sql.migrate import migrate

BEFORE, MEASURED = "2021-05", "2021-06"
SCAN = "SELECT max(COLUMNS(*)) FROM household_months WHERE period = $period"
THREADS = 2  # as on an office machine, for which the time limit is specified
MEMORY_LIMIT = "1700MB"  # with Python and the rest the process stays below 2 GB


@dataclass(frozen=True)
class Cost:
    """Wall-clock and CPU seconds of one piece of work."""

    wall_s: float
    cpu_s: float


def main() -> None:
    """Measure the chosen packs, by default all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--pack", action="append", choices=sorted(load_packs()))
    arguments = parser.parse_args()
    for pack in arguments.pack or sorted(load_packs()):
        with tempfile.TemporaryDirectory() as folder:
            bench(pack, arguments.households, Path(folder))


def bench(key: str, households: int, folder: Path) -> None:
    """Make two months in `folder`, decide both, and print the cost of the second."""
    pack = load_packs()[key]
    con = _connect(folder)
    _make_month(con, BEFORE, households)
    apply(con, BEFORE, pack, parameters(pack, BEFORE, {}))
    _make_month(con, MEASURED, households)
    con.execute("CHECKPOINT")
    scan = min((_cost(lambda: con.execute(SCAN, {"period": MEASURED})) for _ in range(3)), key=_wall)
    made_gb = _peak_gb()
    applied = _cost(lambda: apply(con, MEASURED, pack, parameters(pack, MEASURED, {})))
    Console().print(_report(key, con, scan, applied, made_gb))


def _connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """Open the database as a run opens its working copy."""
    con = connect_unlogged(
        folder / "warehouse.duckdb",
        {"threads": THREADS, "preserve_insertion_order": False, "memory_limit": MEMORY_LIMIT},
    )
    migrate(con)
    con.execute(statement("months/fact_details"))
    return con


def _make_month(con: duckdb.DuckDBPyConnection, period: str, households: int) -> None:
    con.execute(_statement("rules_months"), {"period": period, "households": households})
    con.execute(_statement("rules_facts"), {"period": period})
    indicators = [name for name, operand in load_operands().items() if operand.indicator]
    values = {"period": period, "indicators": indicators}
    con.execute("INSERT INTO indicator_months SELECT $period, unnest($indicators), true", values)
    con.execute(_statement("rules_indicators"), values)


def _statement(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")


def _cost(work: Callable[[], Any]) -> Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def _wall(cost: Cost) -> float:
    return cost.wall_s


def _peak_gb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def _report(key: str, con: duckdb.DuckDBPyConnection, scan: Cost, applied: Cost, made_gb: float) -> Table:
    of_month = {"period": MEASURED}
    sizes = {
        table: count(con, f"SELECT count(*) FROM {table} WHERE period = $period", of_month)
        for table in ("household_months", "rules_in_force", "alerts", "alert_evidence")
    }
    table = Table(title=f"{key}: " + ", ".join(f"{rows:,} {name}" for name, rows in sizes.items()))
    for heading in ("work", "seconds", "processor s", "x scan", "peak GB"):
        table.add_column(heading, justify="right")
    table.add_row("all rules with evidence", *_figures(applied, scan), f"{_peak_gb():.2f}")
    table.add_row("floor: scan of the indicators", *_figures(scan, scan), f"{made_gb:.2f}")
    return table


def _figures(cost: Cost, scan: Cost) -> tuple[str, str, str]:
    return f"{cost.wall_s:.3f}", f"{cost.cpu_s:.3f}", f"{cost.wall_s / scan.wall_s:.0f}"


if __name__ == "__main__":
    main()
