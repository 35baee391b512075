"""How long an answer takes: `python -m benchmarks.answers WORKSPACE`.

`explain` and `status` as processes, beside the start of Python with DuckDB alone; and households explained
over a connection that is held open, half of them with an alert.
"""

import argparse
import sys
import time
from pathlib import Path
from statistics import median, quantiles

import duckdb

from benchmarks.processes import timed
from flows.desk.held_county import HeldCounty

HOUSEHOLDS = 200
SAMPLE = """
WITH newest AS (
    FROM household_months
    LEFT JOIN (SELECT period, household_id, level FROM alerts) USING (period, household_id)
    WHERE period = (SELECT max(period) FROM household_months)
)
SELECT household_id FROM newest
QUALIFY row_number() OVER (PARTITION BY level IS NULL ORDER BY hash(household_id)) <= $half
"""


def held_s(root: Path, households: list[str]) -> list[float]:
    """Seconds of each household's answer, the first one left out."""
    county = HeldCounty(root)
    county.household(households[0])
    seconds = []
    for household in households:
        started = time.perf_counter()
        county.household(household)
        seconds.append(time.perf_counter() - started)
    county.close()
    return seconds


def process_cpu_s(*command: str) -> float:
    """CPU seconds of a process, median of five."""
    return median(timed([sys.executable, "-c", *command]).cpu_s for _ in range(5))


def main() -> None:
    """Argument: a workspace with published months."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", type=Path)
    root = parser.parse_args().workspace
    with duckdb.connect(root / "warehouse.duckdb", read_only=True) as con:
        households = [household for (household,) in con.execute(SAMPLE, {"half": HOUSEHOLDS // 2}).fetchall()]
    seconds = held_s(root, households)
    print(f"held: median {1000 * median(seconds):.0f} ms, p95 {1000 * quantiles(seconds, n=20)[-1]:.0f} ms")
    command = "from flows.cli import main; main()"
    print(f"python and DuckDB alone: {process_cpu_s('import duckdb; duckdb.connect()'):.2f} s of CPU")
    for name, words in {"status": [], "explain": [households[0]]}.items():
        print(f"{name}: {process_cpu_s(command, name, *words, '-w', str(root)):.2f} s of CPU")


if __name__ == "__main__":
    main()
