"""Whether a month costs after years what it cost at first: CPU by step, and the size of the warehouse.

`python -m benchmarks.growth PERSONS MONTHS [FOLDER]`: the months run one after another in this process,
without Prefect. A FOLDER made before is gone on with.
"""

import resource
import sys
import tempfile
from pathlib import Path

import duckdb

from connectors import workspace
from data_contracts.contract import load_contracts
from flows.demo.county import make_county
from flows.steps import STEPS, open_month
from sql import count, literal

FIRST_YEAR, FIRST_MONTH = 2021, 5
SEED = 7


def main() -> None:
    """Arguments: numbers of persons and of months, and a folder to keep."""
    persons, months = int(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        root = Path(sys.argv[3] if len(sys.argv) > 3 else folder)
        periods = periods_of(months)
        if not (root / "fangfanpin.toml").exists():
            make(root, persons, periods)
        names = [step.name for step in STEPS]
        print("\t".join(["period", *names, "CPU s", "file MB", "fresh MB"]), flush=True)
        for number, period in enumerate(periods, start=1):
            if not is_published(root, period):
                print(measured(root, period, with_fresh=number % 6 == 0), flush=True)


def periods_of(months: int) -> list[str]:
    """So many consecutive periods."""
    ordinals = range(FIRST_YEAR * 12 + FIRST_MONTH - 1, FIRST_YEAR * 12 + FIRST_MONTH - 1 + months)
    return [f"{ordinal // 12}-{ordinal % 12 + 1:02d}" for ordinal in ordinals]


def make(root: Path, persons: int, periods: list[str]) -> None:
    """A workspace with the files of all periods; of the first also the 24 months before."""
    workspace.create(root, sorted(load_contracts()))
    with (root / "fangfanpin.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[intake]\nquiet_s = 0\n")
    make_county(root, persons, seed=SEED, periods=tuple(periods), formats="plain", further=True)


def is_published(root: Path, period: str) -> bool:
    """Whether a period has been run."""
    path = root / "warehouse.duckdb"
    if not path.exists():
        return False
    with duckdb.connect(path, read_only=True) as con:
        return (period,) in con.execute("SELECT period FROM runs").fetchall()


def measured(root: Path, period: str, *, with_fresh: bool) -> str:
    """Run a month; return its line: CPU seconds of each step and of the whole, and sizes."""
    started = cpu_s()
    seconds = []
    with open_month(root, period) as month:
        for step in STEPS:
            before = cpu_s()
            step.work(month)
            seconds.append(cpu_s() - before)
    figures = [*seconds, cpu_s() - started, size_mb(root / "warehouse.duckdb")]
    fresh = [fresh_mb(root)] if with_fresh else []
    return "\t".join([period, *(f"{figure:.2f}" for figure in figures + fresh)])


def cpu_s() -> float:
    """CPU seconds of this process and its ended children."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def size_mb(path: Path) -> float:
    """Size of a file."""
    return path.stat().st_size / 1e6


def fresh_mb(root: Path) -> float:
    """What the same tables take when they are written anew."""
    with tempfile.TemporaryDirectory(dir=root) as folder:
        path = Path(folder) / "fresh.duckdb"
        with duckdb.connect() as con:
            con.execute(f"ATTACH {literal(str(root / 'warehouse.duckdb'))} AS published (READ_ONLY)")
            size = "SELECT block_size FROM pragma_database_size() WHERE database_name = 'published'"
            con.execute(f"ATTACH {literal(str(path))} AS fresh (BLOCK_SIZE {count(con, size)})")
            con.execute("COPY FROM DATABASE published TO fresh")
        return size_mb(path)


if __name__ == "__main__":
    main()
