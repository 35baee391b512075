"""This project alone, with the real steps: the cost of a month in which 95 % of the persons are known."""

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl
from rich.console import Console
from rich.table import Table

from benchmarks.linkage import runs
from benchmarks.linkage.county import PERIODS, PERSON, CountyFiles, Recipe
from benchmarks.processes import timed
from connectors import workspace
from data_contracts.contract import load_contracts

# The other required columns of each source. Linking does not read them.
FACTS: dict[str, dict[str, pl.Expr]] = {
    "health_insurance": {
        "settlement_no": pl.format("{}-{}", "period", pl.int_range(pl.len())),
        "settled_on": pl.col("dated"),
        "total": pl.lit("200"),
        "self_paid": pl.lit("100"),
    },
    "civil_affairs": {
        "benefit": pl.lit("农村低保"),
        "amount": pl.lit("420"),
        "month": pl.col("dated").str.head(7),
    },
    "education": {"status": pl.lit("在读"), "reported_on": pl.col("dated")},
    "emergency": {"hazard": pl.lit("洪涝"), "occurred_on": pl.col("dated"), "loss": pl.lit("1000")},
}
ROSTER = ("members", "households")
TURNS = 3  # speed varies on one machine, so a single ratio may compare a slow minute with a fast one
HEADINGS = ["roster", "first month s", "second s", "second / first", "worst", "links changed", "not logged"]
DATED = {"2021-06": "2021-05-10", "2021-07": "2021-06-10"}
LINKS = """
SELECT l.source, l.file_id, l.row_number, l.status, l.household_id, l.member_id
FROM links AS l JOIN files AS f USING (file_id)
WHERE f.period = $period
"""
REFUSED = "SELECT source, period, reason FROM files WHERE status IN ('rejected', 'duplicate')"
LOGGED = "SELECT DISTINCT file_id, row_number FROM link_changes"


def months(folder: Path, persons: int, rows: int, memory_limit: str, console: Console) -> None:
    """Run both months of a county; print the time of linking and how many of the first month's links changed.

    The second month is run twice: with the roster of the first month, and with a new one in which one
    household in 80 has changed. Everything is repeated; the table shows medians and the worst ratio.
    """
    files = runs.make_county(folder / "county", Recipe(persons, rows, 1, "mixed", "south"))
    sent = _workspace(folder / "sent", files, memory_limit)
    turns = pl.concat(_turn(sent, folder / "turn") for _ in range(TURNS))
    title = f"{persons:,} members, {rows:,} rows, then a month with 95 % known persons; {TURNS} turns"
    table = Table(title=title)
    for heading in HEADINGS:
        table.add_column(heading, justify="right")
    for roster, *seconds, changed, unlogged in _summed_up(turns).iter_rows():
        table.add_row(roster, *(f"{figure:.2f}" for figure in seconds), f"{changed:,}", f"{unlogged:,}")
    console.print(table)


def _turn(sent: Path, folder: Path) -> pl.DataFrame:
    """`roster, first, second` (seconds), `changed, unlogged` (links): one row per second month."""
    first = folder / "first"
    shutil.copytree(sent, first)
    seconds = _link_seconds(first, PERIODS[0])
    measured = [
        (roster, seconds, *_second_month(first, folder / "second", withheld))
        for roster, withheld in (("as it was", ROSTER), ("sent anew", ()))
    ]
    shutil.rmtree(folder)
    return pl.DataFrame(measured, schema=["roster", "first", "second", "changed", "unlogged"], orient="row")


def _summed_up(turns: pl.DataFrame) -> pl.DataFrame:
    share = pl.col("second") / pl.col("first")
    return turns.group_by("roster", maintain_order=True).agg(
        pl.col("first", "second").median(),
        share.median().alias("share"),
        share.max().alias("worst"),
        pl.col("changed", "unlogged").max(),
    )


def _second_month(first: Path, root: Path, withheld: Sequence[str]) -> tuple[float, int, int]:
    """Seconds; how many links of the first month changed, and how many of these changes are not logged."""
    shutil.copytree(first, root)
    for source in withheld:
        shutil.rmtree(root / "inbox" / source / PERIODS[1])
    before = _links(root)
    seconds = _link_seconds(root, PERIODS[1])
    changes = _changes(before, _links(root), _logged(root))
    shutil.rmtree(root)
    return seconds, *changes


def _workspace(root: Path, files: CountyFiles, memory_limit: str) -> Path:
    workspace.create(root, sorted(load_contracts()))
    with (root / "fangfanpin.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[intake]\nquiet_s = 0\n\n[engine]\nmemory_limit = "{memory_limit}"\n')
    for ordinal, (period, rows) in enumerate(zip(PERIODS, (files.rows, files.next_rows), strict=True)):
        _send(root, period, "members", pl.read_parquet(files.members(ordinal)))
        households = pl.read_parquet(files.households(ordinal))
        _send(root, period, "households", households.with_columns(household_type=pl.lit("一般农户")))
        dated = pl.read_parquet(rows).with_columns(period=pl.lit(period), dated=pl.lit(DATED[period]))
        for (source,), part in dated.partition_by("source", as_dict=True).items():
            _send(root, period, str(source), part.select(*PERSON, **FACTS[str(source)]))
    return root


def _send(root: Path, period: str, source: str, rows: pl.DataFrame) -> None:
    folder = root / "inbox" / source / period
    folder.mkdir(parents=True, exist_ok=True)
    rows.write_parquet(folder / f"{source}.parquet")


def _link_seconds(root: Path, period: str) -> float:
    result = json.loads(timed([sys.executable, "-m", "benchmarks.stages", str(root), period]).output)
    refused = _read(root, REFUSED)
    if refused.height:
        raise SystemExit(f"not accepted: {refused.rows()}")
    return float(result["seconds"]["link"])


def _links(root: Path) -> pl.DataFrame:
    return _read(root, LINKS, period=PERIODS[0])


def _logged(root: Path) -> pl.DataFrame:
    return _read(root, LOGGED)


def _read(root: Path, query: str, **values: str) -> pl.DataFrame:
    with duckdb.connect(root / "warehouse.duckdb", read_only=True) as con:
        return con.sql(query, params=values).pl()


def _changes(before: pl.DataFrame, after: pl.DataFrame, logged: pl.DataFrame) -> tuple[int, int]:
    """How many links of the first month changed, and how many of these changes are not logged."""
    row, link = ["file_id", "row_number"], ["status", "household_id", "member_id"]
    changed = before.join(after, on=[*row, *link], how="anti", nulls_equal=True)
    return changed.height, changed.join(logged, on=row, how="anti").height


if __name__ == "__main__":
    months(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), "2GB", Console())
