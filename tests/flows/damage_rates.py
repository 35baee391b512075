"""Check that every kind of damage has the rate that a mix declares."""

from collections.abc import Mapping

import polars as pl
import pytest

from flows.demo.writing.dirt import Dirt


def first_kinds(damage: pl.Series, dirt: Dirt) -> pl.Series:
    """The label of each row without the further kinds of damage behind the first."""
    alone = damage.replace(dict.fromkeys(dirt.anywhere, "clean"))
    return alone.str.replace(f"(\\+({'|'.join([*dirt.also, *dirt.anywhere])}))+$", "")


def assert_as_often(kinds: pl.Series, rates: Mapping[str, float]) -> None:
    """Fail if the share of a kind in `kinds` (NULL: undamaged) differs from its rate."""
    for kind, rate in rates.items():
        allowed = 0.3 * rate + 4 * (rate / len(kinds)) ** 0.5  # four standard deviations of a rare kind
        assert (kinds == kind).sum() / len(kinds) == pytest.approx(rate, abs=allowed), kind
