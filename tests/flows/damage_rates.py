"""Whether kinds of damage come as often as a mix says."""

from collections.abc import Mapping

import polars as pl
import pytest

from flows.demo.writing.dirt import Dirt


def first_kinds(damage: pl.Series, dirt: Dirt) -> pl.Series:
    """The label of each row without the kinds that befell it as well, whatever the first was."""
    alone = damage.replace(dict.fromkeys(dirt.anywhere, "clean"))
    return alone.str.replace(f"(\\+({'|'.join([*dirt.also, *dirt.anywhere])}))+$", "")


def assert_as_often(kinds: pl.Series, rates: Mapping[str, float]) -> None:
    """Fails for a kind of `rates` whose share of `kinds`, NULL for none, is another."""
    for kind, rate in rates.items():
        allowed = 0.3 * rate + 4 * (rate / len(kinds)) ** 0.5  # four standard deviations of a rare kind
        assert (kinds == kind).sum() / len(kinds) == pytest.approx(rate, abs=allowed), kind
