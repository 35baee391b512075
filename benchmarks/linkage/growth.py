"""This project alone with growing rosters: seconds, memory, and the cost of each additional member."""

import shutil
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.linkage import runs
from benchmarks.linkage.county import Recipe

SIZES = (250_000, 500_000, 1_000_000, 2_000_000, 4_000_000)


def growth(
    folder: Path, rows: int, memory_limit: str, console: Console, sizes: tuple[int, ...] = SIZES
) -> None:
    """Link the same number of rows to each roster and print the table."""
    table = Table(title=f"{rows:,} rows, memory_limit {memory_limit}")
    for heading in (
        "members",
        "load s",
        "train s",
        "link s",
        "total s",
        "us per added member",
        "peak GB",
        "F1",
    ):
        table.add_column(heading, justify="right")
    before: tuple[int, float] | None = None
    for persons in sizes:
        files = runs.make_county(folder / str(persons), Recipe(persons, rows, 1, "mixed", "south"))
        result = runs.ours(files, memory_limit)
        table.add_row(
            f"{persons:,}",
            *(f"{taken:.1f}" for taken in result.seconds.values()),
            f"{result.total_s:.1f}",
            f"{(result.total_s - before[1]) / (persons - before[0]) * 1e6:.1f}" if before else "",
            f"{result.peak_gb:.2f}",
            f"{result.used.f1:.5f}",
        )
        before = persons, result.total_s
        shutil.rmtree(files.folder)
    console.print(table)
