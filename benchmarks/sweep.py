"""A sweep of 21 values over a month of a million households, compared with one scan of the indicators."""

import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb

from rules.declarations.operands import load_operands
from rules.declarations.pack import load_packs, parameters
from rules.sweep import resolve, sweep
from sql import statement
from sql.migrate import migrate

PERIOD = "2021-06"
HOUSEHOLDS = 1_000_000
VALUES = [Decimal(7152 + 200 * step) for step in range(21)]
MONTHS = Path(__file__).with_name("rules_months.sql")
SCAN = "SELECT sum(hash(COLUMNS(*)) & 255) FROM household_months"


def main() -> None:
    """Argument: number of households, by default a million."""
    households = int(sys.argv[1]) if len(sys.argv) > 1 else HOUSEHOLDS
    con = duckdb.connect(config={"threads": 2})
    migrate(con)
    con.execute(MONTHS.read_text("utf-8"), {"period": PERIOD, "households": households})
    floor_s, _ = timed(lambda: con.execute(SCAN).fetchall())
    pack = load_packs()["fujian-2021"]
    present = parameters(pack, PERIOD, {})
    for name, values in (
        ("income_line", VALUES),
        ("income_drop_ratio", ratios()),
        ("expense_spike_floor", VALUES),
    ):
        swept = [resolve(pack, PERIOD, {}, name, value) for value in values]
        con.execute(statement("simulate/sweep_tables"))
        wall_s, cpu_s = timed(
            lambda swept=swept: sweep(con, PERIOD, pack, load_operands(), [present, *swept])
        )  # type: ignore[misc]
        print(f"{name}: {wall_s:.2f} s, CPU {cpu_s:.2f} s, {wall_s / floor_s:.0f} scans of {floor_s:.3f} s")


def ratios() -> list[Decimal]:
    """The 21 values of the share."""
    return [Decimal("0.10") + Decimal("0.02") * step for step in range(21)]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall-clock and CPU seconds of `work`."""
    started, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - used


if __name__ == "__main__":
    main()
