"""Everybody the departments may meet: members, those who join later, and outsiders."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from flows.county import places
from flows.county.changes import NEVER, Changes, draw_changes
from flows.county.draws import Rng, between, day_number, first_day, month_number, stream
from flows.county.households import draw_households, draw_members
from flows.county.identities import described, located

OUTSIDER_POOL = 0.3  # outsiders per member: each is met a few times in two years
PUPILS = 0.45  # share of outsiders of school age, so that a third of the pupils can be outsiders
LOOK_ALIKE_OUTSIDERS = 0.03  # share of outsiders who share name, sex and birth date with a member


@dataclass(frozen=True)
class Population:
    """The county's people; a person or household is the number of its row.

    Attributes:
        people: `name, id_number, birth_date, sex, household` (NULL: outsider), `member_id, relation,
            ethnicity, head, kids, joins, leaves, place, door`; `head` (person) and `kids` (children) are
            those of the first household.
        households: `household_id, village, first, size, since, origin`.
        villages: `township, village, village_code, address`.
        places: addresses without house number, the villages' first.
        moves: `person, since, household, relation`.
        members: how many of the people are in the first roster; they are the first rows.
        outsiders: number of the first outsider; the rest of the rows are outsiders.
    """

    people: pl.DataFrame
    households: pl.DataFrame
    villages: pl.DataFrame
    places: pl.Series
    moves: pl.DataFrame
    members: int
    outsiders: int

    def roster(self, ordinal: int) -> pl.DataFrame:
        """`person, household, relation` of who is in the roster of a period (counted from 0)."""
        present = (self.people["joins"] <= ordinal) & (self.people["leaves"] > ordinal)
        return self.homes(ordinal).filter(present & self.people["household"].is_not_null())

    def homes(self, ordinal: int) -> pl.DataFrame:
        """`person, household, relation`, present or last, in the order of `people`; NULL for outsiders."""
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


def populate(persons: int, seed: int, periods: tuple[str, ...], area: str) -> Population:
    """Draws the county's people for all periods."""
    rng = stream(seed, "people")
    starts = [day_number(first_day(month_number(period))) for period in periods]
    villages = places.villages(area, persons)
    households = draw_households(rng, persons, villages.height, area)
    members = draw_members(rng, households, starts[0])
    changes = draw_changes(rng, households, members, starts)
    outsiders = _draw_outsiders(rng, members, starts[0])
    drafts = _stack(members, changes, outsiders)
    known = pl.concat([villages["address"], pl.Series(places.elsewhere(area))])
    people = described(stream(seed, "identities"), drafts, households, area).hstack(
        located(stream(seed, "places"), drafts, households, villages.height, len(known))
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


def _draw_outsiders(rng: Rng, members: pl.DataFrame, today: int) -> pl.DataFrame:
    """`like` names the member whose name, sex and birth date the outsider shares; -1 for none."""
    count = max(10, int(members.height * OUTSIDER_POOL))
    like = np.where(rng.random(count) < LOOK_ALIKE_OUTSIDERS, rng.integers(0, members.height, count), -1)
    age = np.where(
        rng.random(count) < PUPILS, between(rng, 3 * 365, 22 * 365, count), between(rng, 100, 88 * 365, count)
    )
    male, born = members["male"].to_numpy()[like], members["born"].to_numpy()[like]
    return pl.DataFrame(
        {
            "male": np.where(like >= 0, male, rng.random(count) < 0.5),
            "born": np.where(like >= 0, born, today - age),
            "like": like,
        }
    )


def _stack(members: pl.DataFrame, changes: Changes, outsiders: pl.DataFrame) -> pl.DataFrame:
    parts = [members.with_columns(leaves=pl.Series(changes.leaves)), changes.newcomers, outsiders]
    return pl.concat(parts, how="diagonal").with_columns(
        pl.col("joins").fill_null(0), pl.col("leaves").fill_null(NEVER), pl.col("like").fill_null(-1)
    )


def _with_founded(households: pl.DataFrame, founded: pl.DataFrame, area: str) -> pl.DataFrame:
    """Every household there ever is; `origin` is the household that a new one split from, else itself."""
    own = households.select("village", "first", "size").with_row_index("origin").with_columns(since=pl.lit(0))
    new = own[founded["origin"]].with_columns(since=founded["since"], origin=founded["origin"])
    every = pl.concat([own.cast(pl.Int64), new.cast(pl.Int64)])
    number = pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(8)
    return every.with_columns(household_id=pl.lit(area) + number)
