"""Changes between one roster and the next: births, marriages, deaths, moves, households that split."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from flows.demo.people.draws import Bools, Ints, Rng, between
from flows.demo.people.households import part_names

NEVER = 9999  # later than any period
RATE = 0.01  # share of eligible people for each kind of change and period; at least one person


@dataclass(frozen=True)
class Changes:
    """Changes of the roster; periods are counted from 0, the first roster.

    Attributes:
        newcomers: `household, part, male, born, joins`, one row per person who joins a household.
        leaves: for each member of the first roster the first period without them, or `NEVER`.
        moves: `person, since, household, relation`, one row per member who changes household.
        founded: `origin, since`, one row per new household, numbered after those of the first roster.
    """

    newcomers: pl.DataFrame
    leaves: Ints
    moves: pl.DataFrame
    founded: pl.DataFrame


def draw_changes(rng: Rng, households: pl.DataFrame, members: pl.DataFrame, starts: list[int]) -> Changes:
    """Draws the changes of every later period.

    Args:
        rng: source of the draws.
        households: as drawn for the first roster.
        members: as drawn for the first roster.
        starts: day number on which each period begins.
    """
    age = (starts[0] - members["born"].to_numpy()) // 365
    founded, moves = _moves(rng, households, members, age, len(starts))
    return Changes(
        newcomers=pl.concat(
            [_births(rng, households, age, starts), _marriages(rng, households, age, starts)]
        ),
        leaves=_deaths(rng, households, members, age, len(starts)),
        moves=moves,
        founded=founded,
    )


def _some(rng: Rng, eligible: Bools, periods: int) -> tuple[Ints, Ints]:
    """Indices of the people chosen, and the period in which the change happens to each."""
    candidates = np.flatnonzero(eligible)
    count = min(len(candidates), max(1, round(RATE * len(candidates))) * (periods - 1))
    return rng.permutation(candidates)[:count], 1 + np.arange(count) % max(periods - 1, 1)


def _newcomers(household: Ints, part: str, male: Bools, born: Ints, joins: Ints) -> pl.DataFrame:
    parts = np.full(len(household), part_names().index(part))
    return pl.DataFrame({"household": household, "part": parts, "male": male, "born": born, "joins": joins})


def _births(rng: Rng, households: pl.DataFrame, age: Ints, starts: list[int]) -> pl.DataFrame:
    young = (age[households["first"].to_numpy()] < 42) & (households["size"].to_numpy() > 1)
    household, joins = _some(rng, young, len(starts))
    born = np.array(starts)[joins] - between(rng, 5, 60, len(joins))
    return _newcomers(household, "child", rng.random(len(joins)) < 0.52, born, joins)


def _marriages(rng: Rng, households: pl.DataFrame, age: Ints, starts: list[int]) -> pl.DataFrame:
    head_age = age[households["first"].to_numpy()]
    household, joins = _some(rng, (head_age < 45) & (households["size"].to_numpy() == 1), len(starts))
    born = starts[0] - (head_age[household] * 365 + between(rng, -1200, 1200, len(joins)))
    return _newcomers(household, "spouse", ~households["male"].to_numpy()[household], born, joins)


def _deaths(rng: Rng, households: pl.DataFrame, members: pl.DataFrame, age: Ints, periods: int) -> Ints:
    leads = members["part"].to_numpy() == part_names().index("head")
    alone = (households["size"].to_numpy() == 1)[members["household"].to_numpy()]
    who, when = _some(rng, (age > 70) & (~leads | alone), periods)
    leaves = np.full(len(members), NEVER)
    leaves[who] = when
    return leaves


def _moves(
    rng: Rng, households: pl.DataFrame, members: pl.DataFrame, age: Ints, periods: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """New households, and moves: grown children leave, half to a household of their own, half by marriage."""
    grown = (age >= 18) & (members["part"].to_numpy() == part_names().index("child"))
    who, since = _some(rng, grown, periods)
    origin = members["household"].to_numpy()[who]
    founds = np.arange(len(who)) % 2 == 0
    other = (origin + rng.integers(1, max(households.height, 2), len(who))) % households.height
    target = np.where(founds, households.height + np.cumsum(founds) - 1, other)
    into = np.where(members["male"].to_numpy()[who], "之女婿", "之儿媳")
    relation = np.where(founds, "户主", into)
    founded = pl.DataFrame({"origin": origin[founds], "since": since[founds]})
    return founded, pl.DataFrame({"person": who, "since": since, "household": target, "relation": relation})
