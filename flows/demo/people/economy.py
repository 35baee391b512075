"""What households earn each month, and the stories of those that the monitoring should notice."""

import numpy as np
import polars as pl

from flows.demo.people.draws import Floats, Ints, Rng, between, declared, lognormal, stream
from flows.demo.people.people import Population

# Factor of business income, January to December; mean 1.
_HARVEST = np.array([0.2, -0.3, 0.4, 0.5, 0.6, 1.6, 2.2, 1.0, 1.4, 2.6, 1.3, 0.5])
_POOR = ("poor", "poor_then_ill", "unreported")
_ILL = ("ill_now", "ill_past", "poor_then_ill")


def draw_economy(rng: Rng, population: Population, last: int) -> pl.DataFrame:
    """One row per household, in the order of `population.households`.

    Args:
        rng: source of the draws.
        population: the county's people.
        last: number of the last month before the last period; every story has turned by then.

    Returns:
        `story`, the usual monthly `wage, business, property, transfer`, `turn` (number of the month in which
        the story turns), `bill` (yuan of the serious illness, 0 if none), `gap` (a month never reported) and
        `known_from` (first month reported).
    """
    households = population.households
    count = households.height
    story = _stories(rng, households["origin"].to_numpy())
    income = _annual_per_capita(rng, story) * households["size"].to_numpy()
    shares = rng.dirichlet([13, 4, 0.6, 2.5], count)
    shares[story == "job_lost"] = [0.88, 0.05, 0.01, 0.06]
    monthly = np.round(income[:, None] * shares / 12)
    bill = np.where(np.isin(story, _ILL), np.round(income * rng.uniform(1.2, 2.2, count), 2), 0.0)
    return pl.DataFrame(
        {
            "story": story,
            **dict(zip(("wage", "business", "property", "transfer"), monthly.T, strict=True)),
            "turn": _turns(rng, story, last),
            "bill": bill,
            "gap": np.where(rng.random(count) < 0.02, last - between(rng, 1, 23, count), -1),
            "known_from": np.where(rng.random(count) < 0.01, last - 11, 0),
        }
    )


def _stories(rng: Rng, origin: Ints) -> np.ndarray:
    """Each story at least once; households founded later stay `steady`."""
    settled = np.flatnonzero(origin == np.arange(len(origin)))
    story = np.full(len(origin), "steady", dtype="U16")
    order = rng.permutation(settled)
    for name, share in declared("people/households")["stories"].items():
        count = max(1, round(share * len(settled)))
        story[order[:count]], order = name, order[count:]
    return story


def _annual_per_capita(rng: Rng, story: np.ndarray) -> Floats:
    count = len(story)
    usual = np.maximum(lognormal(rng, 16_500, 0.4, count), 9_800)  # above every income line of the packs
    poor, rising = rng.uniform(2_600, 5_000, count), rng.uniform(4_700, 5_400, count)  # below every line
    return np.select([np.isin(story, _POOR), story == "recovered"], [poor, rising], usual)


def _turns(rng: Rng, story: np.ndarray, last: int) -> Ints:
    count = len(story)
    earlier = {"job_lost": (2, 10), "ill_past": (2, 9)}
    turn = np.full(count, last)
    for name, (low, high) in earlier.items():
        turn = np.where(story == name, last - between(rng, low, high, count), turn)
    return turn


def monthly_incomes(seed: int, economy: pl.DataFrame, month: int, last: int) -> pl.DataFrame:
    """`household, wage, business, property, transfer` of one month, yuan, for the households reported."""
    rng = stream(seed, "incomes", month)
    story, turn = economy["story"].to_numpy(), economy["turn"].to_numpy()
    noise = rng.uniform(0.85, 1.15, (4, len(story)))
    wage = economy["wage"].to_numpy() * noise[0]
    wage = np.where((story == "job_lost") & (month >= turn), wage * 0.05, wage)
    # Wages owed for a year are paid at once.
    wage = np.where((story == "recovered") & (month == last), wage * 12 + 9_000, wage)
    frame = pl.DataFrame(
        {
            "household": np.arange(len(story)),
            "wage": wage,
            "business": economy["business"].to_numpy() * noise[1] * _HARVEST[month % 12],
            "property": economy["property"].to_numpy() * noise[2],
            "transfer": economy["transfer"].to_numpy(),
        }
    )
    absent = (economy["gap"] == month) | (economy["known_from"] > month)
    unreported = pl.Series((story == "unreported") & (month == last))
    return frame.filter(~absent & ~unreported).with_columns(pl.exclude("household").round().cast(pl.Int64))
