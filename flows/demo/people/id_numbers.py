"""Valid and unique 18-digit citizen identity numbers (GB 11643-1999)."""

import numpy as np
import polars as pl

from flows.demo.people.draws import Bools, Floats, Ints, Rng, declared, pick

_WEIGHTS = np.array([2 ** (17 - i) % 11 for i in range(17)])
_CHECKS = pl.Series(list("10X98765432"))


def id_numbers(areas: Ints, births: pl.Series, male: Bools) -> pl.Series:
    """Numbers of persons born in `areas` on `births`; the sequence number is odd for men.

    Persons of one area, day and sex are numbered consecutively, so numbers are unique for up to 500 of them.
    The first number of a day mostly differs between areas, as it does between police stations.
    """
    days = births.to_physical().to_numpy().astype(np.int64)
    written = births.dt.strftime("%Y%m%d").cast(pl.Int64).to_numpy()
    order = _order_in_group((areas * 100_000 + days + 50_000) * 2 + male)
    sequence = (order + days * 37 + areas * 61) % 500 * 2 + male
    body = (areas * 100_000_000 + written) * 1000 + sequence
    digits = pl.Series(body).cast(pl.String)
    return digits + check_digits(digits)


def check_digits(bodies: pl.Series) -> pl.Series:
    """The check digits of numbers given by their first 17 digits."""
    return _CHECKS.gather(_weighted_sum(bodies.cast(pl.Int64).to_numpy()) % 11)


def _order_in_group(group: Ints) -> Ints:
    """Position of each element among those with the same value, from 0."""
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    position = np.empty(len(group), np.int64)
    position[order] = np.arange(len(group)) - np.repeat(starts, np.diff(np.r_[starts, len(group)]))
    return position


def _weighted_sum(body: Ints) -> Ints:
    total = np.zeros(len(body), np.int64)
    for place, weight in enumerate(_WEIGHTS[::-1]):
        total += body // 10**place % 10 * weight
    return total


def birth_areas(rng: Rng, area: str, local: Floats) -> Ints:
    """Area codes of birth: the county itself with probability `local`, else the province or another one."""
    size = len(local)
    provinces = np.array([int(code) for code in declared("people/places")["provinces"]])
    home = np.full(size, int(area[:2]))
    region = np.where(rng.random(size) < 0.6, home, provinces[pick(rng, np.ones(len(provinces)), size)])
    foreign = region * 10_000 + rng.integers(1, 10, size) * 100 + rng.integers(21, 30, size)
    return np.where(rng.random(size) < local, int(area), foreign)
