"""The month beside an older commit: `python -m benchmarks.beside COMMIT [PERSONS …] [--pairs N]`.

Both programs get the same county and take turns, each in a workspace of its own: the first period, which is
also the first run of a workspace and brings 24 months of history; then the month, several times from the same
state; then a late file of a thousand rows into the published month. The real command is timed as a whole
process. Ratios count, not seconds: the machine's pace changes, but for both programs alike.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import duckdb
from rich.console import Console
from rich.table import Table

from benchmarks.processes import Timed, timed
from flows.demo.county import make_county

FIRST, MEASURED = "2021-05", "2021-06"
SEED = 7
LATE_ROWS = 1_000
HERE = Path(__file__).resolve().parent.parent
# New numbers and amounts: these are settlements that nobody has reported yet.
LATE = """
COPY (
    SELECT * REPLACE ('补' || 结算单号 AS 结算单号, (医疗总费用::DECIMAL(14, 2) + 1)::VARCHAR AS 医疗总费用)
    FROM read_csv($extract, all_varchar = true) WHERE 冲正单号 IS NULL LIMIT $rows
) TO $late (HEADER)
"""


@dataclass(frozen=True)
class Program:
    """A checkout of the project, run by this environment's packages."""

    name: str
    folder: Path

    def run(self, *arguments: str | Path) -> Timed:
        """Run the program's command to its end."""
        command = [sys.executable, "-c", "from flows.cli import main; main()", *map(str, arguments)]
        return timed(
            command, {"PYTHONPATH": str(self.folder), "PYTHONSAFEPATH": "1"}
        )  # not the folder we are in


@contextmanager
def checkout(commit: str, folder: Path) -> Iterator[Program]:
    """The program as it was at `commit`."""
    git = ["git", "-C", str(HERE), "worktree"]
    subprocess.run([*git, "add", "--quiet", "--detach", str(folder), commit], check=True)
    try:
        yield Program(commit, folder)
    finally:
        subprocess.run([*git, "remove", "--force", str(folder)], check=True)


def new_workspace(program: Program, root: Path, inbox: Path) -> None:
    """Make a workspace as the program does, with the county's files in its inbox."""
    program.run("init", root)
    with (root / "fangfanpin.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[intake]\nquiet_s = 0\n")
    shutil.copytree(inbox, root / "inbox", dirs_exist_ok=True)


def send_late_file(root: Path, inbox: Path) -> None:
    """Put settlements of the measured period into the inbox, after its lists were published."""
    (extract,) = (inbox / "health_insurance" / MEASURED).glob("*.csv")
    late = root / "inbox" / "health_insurance" / MEASURED / "late.csv"
    late.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as con:
        con.execute(LATE, {"extract": str(extract), "rows": LATE_ROWS, "late": str(late)})


def compare(programs: list[Program], persons: int, pairs: int, folder: Path) -> dict[str, list[list[Timed]]]:
    """For each kind of run, the runs of each program in turn."""
    inbox = make_county(folder / "made", persons, SEED, (FIRST, MEASURED), formats="plain").inbox
    runs: dict[str, list[list[Timed]]] = {kind: [[] for _ in programs] for kind in ("first", "month", "late")}
    roots = [folder / f"county-{i}" for i, _ in enumerate(programs)]
    for i, program in enumerate(programs):
        new_workspace(program, roots[i], inbox)
        runs["first"][i].append(program.run("run", "-w", roots[i], "--period", FIRST))
    for _ in range(pairs):
        for i, program in enumerate(programs):
            twin = folder / "twin"
            shutil.copytree(roots[i], twin)
            runs["month"][i].append(program.run("run", "-w", twin, "--period", MEASURED))
            send_late_file(twin, inbox)
            runs["late"][i].append(program.run("run", "-w", twin, "--period", MEASURED))
            shutil.rmtree(twin)
    return runs


def table(title: str, programs: list[Program], runs: dict[str, list[list[Timed]]]) -> Table:
    """Medians of wall and CPU seconds and peak memory, and the new program's as a share of the old one's."""
    shown = Table(title=title)
    for heading in ("run", *(f"{p.name} wall / CPU s / GB" for p in programs), "wall share", "CPU share"):
        shown.add_column(heading, justify="right")
    for kind, of_programs in runs.items():
        walls = [median(run.seconds for run in each) for each in of_programs]
        cpus = [median(run.cpu_s for run in each) for each in of_programs]
        peaks = [max(run.peak_gb for run in each) for each in of_programs]
        measured = (f"{w:.1f} / {c:.1f} / {p:.2f}" for w, c, p in zip(walls, cpus, peaks, strict=True))
        shown.add_row(kind, *measured, f"{walls[1] / walls[0]:.2f}", f"{cpus[1] / cpus[0]:.2f}")
    return shown


def main() -> None:
    """Arguments: the older commit, numbers of persons, how many pairs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("commit")
    parser.add_argument("persons", type=int, nargs="*", default=[500, 1_000_000])
    parser.add_argument("--pairs", type=int, default=3)
    chosen = parser.parse_args()
    console = Console(width=max(Console().width, 160))
    for persons in chosen.persons:
        with tempfile.TemporaryDirectory() as name, checkout(chosen.commit, Path(name) / "older") as older:
            programs = [older, Program("this", HERE)]
            runs = compare(programs, persons, chosen.pairs, Path(name))
            console.print(table(f"{persons:,} persons, {chosen.pairs} pairs", programs, runs))


if __name__ == "__main__":
    main()
