"""Everybody whom departments may report: members, people who join later, and outsiders."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from flows.demo.people import places
from flows.demo.people.changes import NEVER, Changes, draw_changes
from flows.demo.people.characters import double_surnames
from flows.demo.people.draws import Bools, Rng, between, day_number, first_day, month_number, pick, stream
from flows.demo.people.households import draw_households, draw_members
from flows.demo.people.identities import described, located
from flows.demo.people.kinship import NOBODY, related
from flows.demo.people.likeness import Likeness
from flows.demo.people.names import name_pool

OUTSIDER_POOL = 0.3  # outsiders per member: each is reported a few times in two years
PUPILS = 0.45  # share of outsiders of school age, so that a third of the pupils can be outsiders


@dataclass(frozen=True)
class Population:
    """The county's people; a person or household is identified by the number of its row.

    Attributes:
        people: `name, id_number, birth_date, sex, household` (NULL: outsider), `member_id, relation,
            ethnicity, joins, leaves, place, door`, and the relatives that `related` returns.
        households: `household_id, village, first, size, since, origin`.
        villages: `township, village, village_code, address`.
        places: addresses without house number, the villages' first.
        moves: `person, since, household, relation`.
        members: how many of the people are in the first roster; they are the first rows.
        outsiders: number of the first outsider; all later rows are outsiders.
    """

    people: pl.DataFrame
    households: pl.DataFrame
    villages: pl.DataFrame
    places: pl.Series
    moves: pl.DataFrame
    members: int
    outsiders: int

    @cached_property
    def given(self) -> pl.Series:
        """A number for everybody's given name, equal for equal names; NULL for names of unusual form."""
        name = pl.col("name")
        usual = (name.str.len_chars() <= 3) & ~name.str.contains_any(double_surnames())
        return self.people.select(pl.when(usual).then(name.str.slice(1).rank("dense"))).to_series()

    def addresses(self, person: pl.Series) -> pl.Series:
        """Where these people live, with the house number."""
        homes = self.people[["place", "door"]][person]
        return self.places.gather(homes["place"]) + homes["door"].cast(pl.String) + "号"

    def roster(self, ordinal: int) -> pl.DataFrame:
        """`person, household, relation` of the people in the roster of a period (counted from 0)."""
        present = (self.people["joins"] <= ordinal) & (self.people["leaves"] > ordinal)
        return self.homes(ordinal).filter(present & self.people["household"].is_not_null())

    def homes(self, ordinal: int) -> pl.DataFrame:
        """`person, household, relation`, current or last, in the order of `people`; NULL for outsiders."""
        moved = self.moves.filter(pl.col("since") <= ordinal).select(
            pl.col("person").cast(pl.Int32),
            household_now=pl.col("household").cast(pl.Int32),
            relation_now="relation",
        )
        return (
            self.people.select("household", "relation")
            .with_row_index("person")
            .with_columns(pl.col("person").cast(pl.Int32))
            .join(moved, on="person", how="left", maintain_order="left")
            .select(
                "person",
                household=pl.coalesce("household_now", "household"),
                relation=pl.coalesce("relation_now", "relation"),
            )
        )


def populate(  # noqa: PLR0913, PLR0917 -- each is a property of the county
    persons: int,
    seed: int,
    periods: tuple[str, ...],
    area: str,
    names: str = "south",
    likeness: Likeness | None = None,
) -> Population:
    """Draws the county's people for all periods.

    Args:
        persons: members of the first roster.
        seed: of the county.
        periods: in order.
        area: county code, 6 digits.
        names: pool of names: `north`, `south` or `southwest`.
        likeness: how many people resemble others.

    Raises:
        ValueError: if there is no such pool.
    """
    pool, alike = name_pool(names), likeness or Likeness()
    rng = stream(seed, "people")
    starts = [day_number(first_day(month_number(period))) for period in periods]
    villages = places.villages(area, persons)
    households = draw_households(rng, persons, villages.height, area, pool, alike)
    members = draw_members(rng, households, starts[0], alike)
    changes = draw_changes(rng, households, members, starts)
    outsiders = _draw_outsiders(rng, members, starts[0], alike)
    drafts = _stack(members, changes, outsiders)
    known = pl.concat([villages["address"], pl.Series(places.elsewhere(area))])
    people = pl.concat(
        [
            described(stream(seed, "identities"), drafts, households, area, pool),
            located(stream(seed, "places"), drafts, households, villages.height, len(known)),
            related(drafts, households),
        ],
        how="horizontal",
    )
    return Population(
        people=people,
        households=_with_founded(households, changes.founded, area),
        villages=villages,
        places=known,
        moves=changes.moves,
        members=persons,
        outsiders=persons + changes.newcomers.height,
    )


def _draw_outsiders(rng: Rng, members: pl.DataFrame, today: int, likeness: Likeness) -> pl.DataFrame:
    """Draws outsiders. Doubles and neighbours are `like` a member, neighbours and kin `near` a household."""
    count = max(10, int(members.height * OUTSIDER_POOL))
    double, neighbour, kin = _resemblances(rng, likeness, count)
    member = rng.integers(0, members.height, count)
    age = np.where(
        rng.random(count) < PUPILS, between(rng, 3 * 365, 22 * 365, count), between(rng, 100, 88 * 365, count)
    )
    male, born = members["male"].to_numpy()[member], members["born"].to_numpy()[member]
    return pl.DataFrame(
        {
            "male": np.where(double | neighbour, male, rng.random(count) < 0.5),
            "born": np.where(double, born, today - age),
            "like": np.where(double | neighbour, member, NOBODY),
            "near": np.where(neighbour | kin, members["household"].to_numpy()[member], NOBODY),
            "kin": kin,
        }
    )


def _resemblances(rng: Rng, likeness: Likeness, count: int) -> tuple[Bools, Bools, Bools]:
    """Which outsiders are doubles, neighbours and kin of members."""
    shares = [likeness.double_outsiders, likeness.neighbour_outsiders, likeness.kin_outsiders]
    kind = pick(rng, [*shares, 1 - sum(shares)], count)
    return kind == 0, kind == 1, kind == 2


def _stack(members: pl.DataFrame, changes: Changes, outsiders: pl.DataFrame) -> pl.DataFrame:
    parts = [members.with_columns(leaves=pl.Series(changes.leaves)), changes.newcomers, outsiders]
    return pl.concat(parts, how="diagonal").with_columns(
        pl.col("joins").fill_null(0),
        pl.col("leaves").fill_null(NEVER),
        pl.col("like", "near").fill_null(NOBODY),
        pl.col("twin", "kin").fill_null(value=False),
    )


def _with_founded(households: pl.DataFrame, founded: pl.DataFrame, area: str) -> pl.DataFrame:
    """All households of all periods; `origin`: the household that a new one split from, else itself."""
    own = households.select("village", "first", "size").with_row_index("origin").with_columns(since=pl.lit(0))
    new = own[founded["origin"]].with_columns(since=founded["since"], origin=founded["origin"])
    every = pl.concat([own.cast(pl.Int64), new.cast(pl.Int64)])
    number = pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(8)
    return every.with_columns(household_id=pl.lit(area) + number)
