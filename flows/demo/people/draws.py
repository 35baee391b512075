"""Seeded random draws, months and days as integers, and the county's declarations."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
import polars as pl
import yaml

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Rng = np.random.Generator


def stream(seed: int, *labels: str | int) -> Rng:
    """A separate generator for each labelled part: a change to one part does not affect the others."""
    return np.random.default_rng([seed, crc32("/".join(map(str, labels)).encode())])


def pick(rng: Rng, weights: Sequence[float] | Floats, size: int) -> Ints:
    """`size` indices into `weights`, drawn with probabilities proportional to the weights."""
    cumulated = np.cumsum(weights)
    chosen: Ints = np.searchsorted(cumulated, rng.random(size) * cumulated[-1], side="right")
    return chosen


def between(rng: Rng, low: int | Ints, high: int | Ints, size: int) -> Ints:
    """Whole numbers from `low` to `high`, both included; bounds may be arrays of that size."""
    return rng.integers(low, np.asarray(high) + 1, size)


def lognormal(rng: Rng, median: float, sigma: float, size: int) -> Floats:
    """Amounts in yuan with this median, rounded to cents."""
    return np.round(median * np.exp(sigma * rng.standard_normal(size)), 2)


def words(choices: Sequence[str], index: Ints) -> pl.Series:
    """The chosen words, row by row."""
    return pl.Series(choices, dtype=pl.String).gather(index)


@cache
def declared(name: str) -> Any:
    """The content of `flows/demo/<name>.yaml`."""
    text = files("flows.demo").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)


def month_number(period: str) -> int:
    """Months since year 0, from `'2021-06'`."""
    year, month = map(int, period.split("-"))
    return year * 12 + month - 1


def first_day(month: int) -> date:
    """First day of a month given by number."""
    return date(month // 12, month % 12 + 1, 1)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def as_dates(days: Ints) -> pl.Series:
    """Dates from days since 1970-01-01."""
    return pl.Series(days, dtype=pl.Int32).cast(pl.Date)
