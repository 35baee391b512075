"""A month with 20k, 200k and 1M persons: seconds by step, lower bounds, memory, accuracy of links.

`make bench` runs it. The first period brings 24 months of history into the warehouse. The second is measured
twice: step by step, and as the real command, which is then called again when there is nothing to do.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from rich.console import Console
from rich.table import Table

from benchmarks.floors import join_floor_s, read_floor_s
from benchmarks.processes import Timed, timed
from connectors import workspace
from data_contracts.contract import load_contracts
from flows.demo.county import County, make_county
from matching.evaluation.evaluate import evaluate

FIRST, MEASURED = "2021-05", "2021-06"
REPORTED = ("dimension", "value", "rows", "registered", "linked", "precision", "recall", "f1")
SIZES = (20_000, 200_000, 1_000_000)
SEED = 7  # another county than the demo's
COMMAND = Path(sys.executable).with_name("fangfanpin")


def bench(persons: int, folder: Path, console: Console) -> None:
    """Measure one size in `folder` and print its tables."""
    root = folder / "county"
    workspace.create(root, sorted(load_contracts()))
    with (root / "fangfanpin.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[intake]\nquiet_s = 0\n")
    county = make_county(root, persons, seed=SEED, periods=(FIRST, MEASURED), formats="plain")
    steps = [sys.executable, "-m", "benchmarks.stages"]
    setup = timed([*steps, str(root), FIRST])
    twin = folder / "twin"
    shutil.copytree(root, twin)
    new_files = list((root / "inbox").rglob("*.csv"))
    reading = read_floor_s(new_files)
    stages = timed([*steps, str(root), MEASURED])
    command = timed([str(COMMAND), "run", "-w", str(twin), "--period", MEASURED])
    again = timed([str(COMMAND), "run", "-w", str(twin), "--period", MEASURED])
    joining = join_floor_s(root / "warehouse.duckdb")
    history, month = (json.loads(run.output)["seconds"] for run in (setup, stages))
    title = f"{persons:,} persons, {sum(county.rows.values()):,} rows in two periods"
    console.print(_stage_table(title, history, month, reading, joining))
    console.print(_run_table(setup, stages, command, again, root))
    console.print(_link_table(root, county))


def _stage_table(
    title: str, history: dict[str, float], month: dict[str, float], reading: float, joining: float
) -> Table:
    table = Table(title=title)
    for heading in ("step", "history s", "month s", "month / history", "x read floor", "x join floor"):
        table.add_column(heading, justify="right")
    for step, taken in [*month.items(), ("total", sum(month.values()))]:
        before = history.get(step, sum(history.values()))
        shares = f"{taken / before:.2f}", f"{taken / reading:.1f}", f"{taken / joining:.0f}"
        table.add_row(step, f"{before:.1f}", f"{taken:.1f}", *shares)
    table.add_row("floor: read the month's bytes", "", f"{reading:.2f}", "", "1", "")
    table.add_row("floor: join by number", "", f"{joining:.3f}", "", "", "1")
    return table


def _run_table(setup: Timed, stages: Timed, command: Timed, again: Timed, root: Path) -> Table:
    table = Table()
    for heading in ("run", "seconds", "CPU s", "peak GB"):
        table.add_column(heading, justify="right")
    runs = {
        "24 months of history": setup,
        "month, steps": stages,
        "month, command": command,
        "command again": again,
    }
    for name, run in runs.items():
        table.add_row(name, f"{run.seconds:.1f}", f"{run.cpu_s:.1f}", f"{run.peak_gb:.2f}")
    table.add_row("warehouse", "", "", f"{(root / 'warehouse.duckdb').stat().st_size / 1e9:.2f}")
    return table


def _link_table(root: Path, county: County) -> Table:
    truth = _where_they_live_now(county)
    with duckdb.connect(root / "warehouse.duckdb", read_only=True) as con:
        report = evaluate(con, _by_file_id(con, truth)).select(REPORTED)
    table = Table(*report.columns)
    for row in report.iter_rows():
        table.add_row(*(_shown(cell) for cell in row))
    return table


def _where_they_live_now(county: County) -> pl.DataFrame:
    """Truth of every row, with the household in which its member is registered now."""
    rows = pl.read_parquet(county.truth / "rows.parquet")
    members = pl.read_parquet(county.truth / "members.parquet").filter(period=MEASURED)
    now = members.select("member_id", now="household_id")
    household = pl.coalesce("now", "household_id").alias("household_id")
    return rows.join(now, on="member_id", how="left").with_columns(household)


def _by_file_id(con: duckdb.DuckDBPyConnection, truth: pl.DataFrame) -> pl.DataFrame:
    files = pl.DataFrame(
        con.execute("SELECT file_id, source, name FROM files WHERE status = 'accepted'").fetchall(),
        schema=["file_id", "source", "name"],
        orient="row",
    )
    return truth.join(files, left_on=["source", "file"], right_on=["source", "name"])


def _shown(cell: Any) -> str:
    return f"{cell:.5f}" if isinstance(cell, float) else str(cell)


def main() -> None:
    """Arguments: numbers of persons, by default all `SIZES`."""
    console = Console(width=max(Console().width, 200))  # keep the columns of a table piped to a file
    for persons in [int(size) for size in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            bench(persons, Path(folder), console)


if __name__ == "__main__":
    main()
