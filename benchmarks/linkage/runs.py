"""The linkers, each run in a process of its own on one county's files, and their results."""

import json
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.linkage import environment, scoring
from benchmarks.linkage.county import CountyFiles, Recipe
from benchmarks.linkage.scoring import Score
from benchmarks.processes import timed

PEER = Path(__file__).with_name("splink_peer.py")


@dataclass(frozen=True)
class Result:
    """The result of one linker on one county.

    Attributes:
        linker: its name and version.
        seconds: by lap: `load`, `train` (estimation), `link` (everything else, to one household per row).
        cpu_s: of its process, start and imports included; more reliable than `seconds` on a shared machine.
        peak_gb: peak memory of its process and child processes together.
        used: precision, recall and F1 as a user gets them: as the linker decides, or at probability 0.5.
        linkable: the same for the rows that `scoring.may_be_linked` returns.
        at_half: the same at probability 0.5, whether or not the linker decides so.
        best: the same at the threshold with the best F1.
        precise: the same at the lowest threshold with a precision of 0.9997.
        rows: as `scoring.judged` returns them, with `linked`: whether the row counts as linked in `used`.
        calibration: as `scoring.calibration_error` returns it.
    """

    linker: str
    seconds: dict[str, float]
    cpu_s: float
    peak_gb: float
    used: Score
    linkable: Score
    at_half: Score
    best: Score
    precise: Score
    rows: pl.DataFrame
    calibration: float

    @property
    def total_s(self) -> float:
        """Seconds of the whole job."""
        return sum(self.seconds.values())


@dataclass(frozen=True)
class _Run:
    """A linker's process: its output, CPU seconds and peak memory."""

    output: dict[str, Any]
    cpu_s: float
    peak_gb: float


def make_county(folder: Path, recipe: Recipe) -> CountyFiles:
    """Make a county's files in a process of its own."""
    timed(_module("county", folder, recipe.persons, recipe.rows, recipe.seed, recipe.mix, recipe.names))
    return CountyFiles(folder)


def prepare(files: CountyFiles) -> float:
    """Write the peers' input; return the seconds it took, which are not counted as theirs."""
    return float(timed(_module("prepared", files.folder, files.folder)).output)


def ours(files: CountyFiles, memory_limit: str) -> Result:
    """Run this project."""
    folder = files.folder / "ours"
    run = _run(_module("ours", files.folder, folder, memory_limit))
    rows = scoring.judged(files, pl.read_parquet(folder / "links.parquet"))
    rows = rows.with_columns(linked=pl.col("status") == "linked", reviewed=_reviewed(folder, rows))
    title = "this project (DuckDB {duckdb})"
    return _result(title, run, rows, scoring.as_decided)


def _reviewed(folder: Path, rows: pl.DataFrame) -> pl.Series:
    """Whether a reviewer is shown the row's true household."""
    shown = pl.read_parquet(folder / "reviews.parquet").select(
        pl.col("row").cast(pl.UInt32), truth="household_id"
    )
    marked = shown.unique().with_columns(shown=pl.lit(value=True))
    return rows.join(marked, on=["row", "truth"], how="left", maintain_order="left")["shown"].fill_null(
        value=False
    )


def splink(files: CountyFiles) -> Result:
    """Run Splink on all rows, as documented."""
    return _splink(files, "splink", "Splink {splink} (DuckDB {duckdb})")


def splink_by_hand(files: CountyFiles) -> Result:
    """Run Splink on all rows, with edit distances only for pairs that pass cheap conditions."""
    return _splink(files, "splink_by_hand", "Splink {splink}, sped up by hand", "--by-hand")


def splink_after_exact(files: CountyFiles) -> Result:
    """Run an exact join on ID numbers, then Splink on the rest."""
    return _splink(files, "residue", "exact ID, then Splink {splink}", "--exact-first")


def splink_after_exact_by_hand(files: CountyFiles) -> Result:
    """Run an exact join on ID numbers, then Splink sped up by hand on the rest."""
    title = "exact ID, then Splink {splink}, sped up by hand"
    return _splink(files, "residue_by_hand", title, "--exact-first", "--by-hand")


def _splink(files: CountyFiles, name: str, title: str, *options: str) -> Result:
    return _peer(files, name, title, [environment.splink_python(), str(PEER), *options])


def recordlinkage(files: CountyFiles) -> Result:
    """Run the toolkit recordlinkage on all rows."""
    return _peer(files, "recordlinkage", "recordlinkage {recordlinkage}", _module("recordlinkage_peer"))


def _peer(files: CountyFiles, name: str, title: str, command: list[str]) -> Result:
    out = files.folder / f"{name}.parquet"
    run = _run([*command, str(files.folder), str(out)])
    members = pl.read_parquet(files.members(), columns=["household_id"]).with_row_index("member")
    links = pl.read_parquet(out).with_columns(pl.col("member").cast(pl.UInt32)).join(members, on="member")
    rows = scoring.judged(files, links).with_columns(linked=pl.col("probability") >= 0.5)
    return _result(title, run, rows, lambda each: scoring.at_half(scoring.curve(each)))


def _result(title: str, run: _Run, rows: pl.DataFrame, used: Callable[[pl.DataFrame], Score]) -> Result:
    steps = scoring.curve(rows)
    return Result(
        linker=title.format(**run.output),
        seconds=_summed(run.output["seconds"]),
        cpu_s=run.cpu_s,
        peak_gb=run.peak_gb,
        used=used(rows),
        linkable=used(scoring.may_be_linked(rows)),
        at_half=scoring.at_half(steps),
        best=scoring.best(steps),
        precise=scoring.at_precision(steps),
        rows=rows,
        calibration=scoring.calibration_error(rows),
    )


def _run(command: list[str]) -> _Run:
    before = _cpu_s()
    run = timed(command)
    return _Run(json.loads(run.output.strip().splitlines()[-1]), _cpu_s() - before, run.peak_gb)


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _summed(laps: dict[str, float]) -> dict[str, float]:
    """The laps of any linker summed to `load`, `train` and `link`."""
    train = laps.get("train", 0.0) + laps.get("estimate", 0.0)
    return {"load": laps["load"], "train": train, "link": sum(laps.values()) - laps["load"] - train}


def _module(name: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", f"benchmarks.linkage.{name}", *map(str, arguments)]


LINKERS: dict[str, Callable[[CountyFiles], Result]] = {
    "splink": splink,
    "splink-by-hand": splink_by_hand,
    "residue": splink_after_exact,
    "residue-by-hand": splink_after_exact_by_hand,
    "recordlinkage": recordlinkage,
}
