"""The county that all linkers link: a roster, about 1.3 rows per member from four bureaus, and the truth.

Runs in a process of its own, so that its memory is not part of any measurement.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from benchmarks.linkage.mixes import MIXES, dirt_of
from flows.demo.extracts.extracts import EXTRACTS, Month
from flows.demo.extracts.rosters import household_rows, member_rows
from flows.demo.people.draws import month_number, stream
from flows.demo.people.economy import draw_economy
from flows.demo.people.names import pool_names
from flows.demo.people.people import Population, populate
from flows.demo.writing.dirt import Dirt
from flows.demo.writing.enough import Evidence
from flows.demo.writing.registration import registered
from flows.demo.writing.writing import write_persons

PERIODS = ("2021-06", "2021-07")
AREA = "350181"
PERSON = ["name", "id_number", "birth_date", "sex", "address"]
MEMBERS = ["household_id", "member_id", "name", "id_number", "relation", "sex", "birth_date"]
KNOWN = 0.95  # share of the following month's persons who are in the first month
HOUSEHOLDS = ["household_id", "township", "village", "head_name", "head_id_number"]


@dataclass(frozen=True)
class Recipe:
    """The parameters of a county.

    Attributes:
        persons: members of the roster.
        rows: rows of all extracts together.
        seed: of all random draws.
        mix: mix of damage, as `mixes.yaml` declares it.
        names: pool of names.
    """

    persons: int
    rows: int
    seed: int
    mix: str
    names: str


@dataclass(frozen=True)
class CountyFiles:
    """The paths of one county's files.

    Attributes:
        folder: of all files.
    """

    folder: Path

    def members(self, ordinal: int = 0) -> Path:
        """The roster's members in a period, with the columns `MEMBERS`."""
        return self.folder / f"members_{ordinal}.parquet"

    def households(self, ordinal: int = 0) -> Path:
        """The roster's households in a period, with the columns `HOUSEHOLDS`."""
        return self.folder / f"households_{ordinal}.parquet"

    @property
    def rows(self) -> Path:
        """Rows of the extracts: `file_id, row_number, source`, and the columns `PERSON`."""
        return self.folder / "rows.parquet"

    @property
    def next_rows(self) -> Path:
        """Rows of the following month: `source` and `PERSON`, each person once, 95 % of them as in `rows`."""
        return self.folder / "next_rows.parquet"

    @property
    def truth(self) -> Path:
        """Whom each row is about: `file_id, row_number, household_id, member_id, damage, enough`.

        An outsider's household is NULL. `enough`: whether the row identifies its household.
        """
        return self.folder / "truth.parquet"


def write_county(folder: Path, recipe: Recipe) -> CountyFiles:
    """Write the files of a county to `folder`, created if missing; equal recipes give equal files.

    The rows are of the months before the period, newest first, until there are enough.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files, scene = CountyFiles(folder), _Scene.drawn(recipe)
    for ordinal in range(len(PERIODS)):
        _write_roster(files, scene, ordinal)
    extracts = scene.extracts()
    rows = _first(extracts, recipe.rows, recipe.seed)
    _next_rows(rows, extracts, recipe.seed).write_parquet(files.next_rows)
    rows.select("file_id", "row_number", "source", *PERSON).write_parquet(files.rows)
    rows.select(
        "file_id",
        "row_number",
        scene.population.households["household_id"].gather(rows["household"]).alias("household_id"),
        scene.population.people["member_id"].gather(rows["member"]).alias("member_id"),
        "damage",
        "enough",
    ).write_parquet(files.truth)
    return files


@dataclass(frozen=True)
class _Scene:
    """The population, and how the roster records it."""

    recipe: Recipe
    dirt: Dirt
    population: Population
    registered: pl.DataFrame
    economy: pl.DataFrame

    @classmethod
    def drawn(cls, recipe: Recipe) -> "_Scene":
        dirt, seed = dirt_of(recipe.mix), recipe.seed
        population = populate(recipe.persons, seed, PERIODS, AREA, recipe.names, dirt.likeness)
        known = registered(seed, population, dirt.roster)
        economy = draw_economy(stream(seed, "economy"), population, month_number(PERIODS[0]) - 1)
        return cls(recipe, dirt, population, known, economy)

    def extracts(self) -> Iterator[pl.DataFrame]:
        """The four bureaus' rows about the people, month by month, newest first, without end."""
        population, seed, homes = self.population, self.recipe.seed, self.population.homes(0)
        roster, evidence = population.roster(0), Evidence(population, self.registered)
        month = month_number(PERIODS[0])
        while True:
            month -= 1
            moment = Month(month, population, roster, self.economy, self.dirt.outsiders, seed)
            for source, report in EXTRACTS.items():
                about = report(moment).select("person")
                rows = about.with_columns(household=homes["household"].gather(about["person"]))
                rng = moment.rng(source, "written")
                if rows.height:
                    written = write_persons(rng, rows, population, homes["relation"], self.dirt)
                    yield written.with_columns(source=pl.lit(source), enough=evidence.enough(written))


def _write_roster(files: CountyFiles, scene: _Scene, ordinal: int) -> None:
    population, seed = scene.population, scene.recipe.seed
    present, year = population.roster(ordinal), month_number(PERIODS[ordinal]) // 12
    households = household_rows(seed, population, scene.registered, scene.economy, present)
    households.select(HOUSEHOLDS).write_parquet(files.households(ordinal))
    members = member_rows(seed, population, scene.registered, present, year)
    ids = population.households["household_id"].gather(members["household"])
    members.with_columns(household_id=ids).select(MEMBERS).write_parquet(files.members(ordinal))


def _first(extracts: Iterator[pl.DataFrame], wanted: int, seed: int) -> pl.DataFrame:
    """The first `wanted` rows, one file per extract; a sample of the last extract."""
    parts: list[pl.DataFrame] = []
    left = wanted
    for number, rows in enumerate(extracts, start=1):
        kept = rows if rows.height <= left else rows.sample(left, seed=seed)
        parts.append(kept.with_columns(file_id=pl.lit(number), row_number=pl.int_range(1, pl.len() + 1)))
        left -= kept.height
        if not left:
            break
    return pl.concat(parts)


def _next_rows(rows: pl.DataFrame, extracts: Iterator[pl.DataFrame], seed: int) -> pl.DataFrame:
    """`KNOWN` of the persons as written in `rows`, filled up with new persons from further extracts."""
    known = rows.select("source", *PERSON).unique(PERSON, keep="first", maintain_order=True)
    again = known.sample(fraction=KNOWN, seed=seed)
    others = known.height - again.height
    fresh = known.clear()
    while fresh.height < others:
        further = next(extracts).select(known.columns).join(known, on=PERSON, how="anti", nulls_equal=True)
        fresh = pl.concat([fresh, further]).unique(PERSON, keep="first", maintain_order=True)
    return pl.concat([again, fresh.head(others)])


def main() -> None:
    """Arguments: folder, persons, rows, seed, mix, names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    for number in ("persons", "rows", "seed"):
        parser.add_argument(number, type=int)
    parser.add_argument("mix", choices=list(MIXES))
    parser.add_argument("names", choices=pool_names())
    arguments = vars(parser.parse_args())
    write_county(arguments.pop("folder"), Recipe(**arguments))


if __name__ == "__main__":
    main()
