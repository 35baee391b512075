"""Names distributed by region, sex and time of birth, with the characters that siblings share."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

import numpy as np
import polars as pl

from flows.demo.people.draws import Bools, Floats, Ints, Rng, declared, words

RARE = 0.006  # share of persons with a character that old systems lack
_TWINS_ALIKE = 0.7  # share of twins whose given names share the first character


@dataclass(frozen=True)
class NamePool:
    """The names of a part of the country, as `names-<pool>.yaml` declares them.

    Attributes:
        surnames: surnames of one character, the most common first.
        double_surnames: surnames of two characters.
        surname_boost: factor by which a surname is more common in the provinces of `regional_surnames`.
        regional_surnames: by the first two digits of the area code.
        skew: how much more common the first characters of a list are.
        given: fashions by sex and time of birth: `sex, born_before, single, fashionable, characters`.
        generation: `characters` that siblings share; `share` of households with one; `by_lineage`: whether
            all families of one surname in a village share it.
        minority_share: share of households of an ethnic minority.
        minority: ethnic groups: `ethnicity, joined_by`, own names `男` and `女`, `second` names.
    """

    surnames: str
    double_surnames: list[str]
    surname_boost: float
    regional_surnames: dict[str, str]
    skew: float
    given: list[dict[str, Any]]
    generation: dict[str, Any]
    minority_share: float
    minority: list[dict[str, Any]]

    def every_surname(self) -> list[str]:
        """Every surname: those of one character, then those of two."""
        return [*self.surnames, *self.double_surnames]

    def surname_weights(self, area: str) -> Floats:
        """Weight of each surname in the province of `area`."""
        regional = self.regional_surnames.get(area[:2], "")
        boost = np.array([self.surname_boost if name in regional else 1 for name in self.every_surname()])
        # National shares decrease roughly like 1 / (rank + 8).
        weights: Floats = boost / (np.arange(len(boost)) + 8.0)
        return weights

    def characters(self) -> str:
        """Every Han character of the pool, surnames first."""
        given = (group["characters"] + "".join(group["fashionable"]["names"]) for group in self.given)
        return "".join([self.surnames, *self.double_surnames, *given, self.generation["characters"]])


def pool_names() -> list[str]:
    """The pools there are: `north`, `south`, `southwest`."""
    entries = (entry.name for entry in files(__package__).iterdir())
    return sorted(
        name[len("names-") : -len(".yaml")]
        for name in entries
        if name.startswith("names-") and name.endswith(".yaml")
    )


@cache
def name_pool(name: str) -> NamePool:
    """The pool of that name.

    Raises:
        ValueError: if there is none.
    """
    if name not in pool_names():
        raise ValueError(f"names must be one of {', '.join(pool_names())}, not {name!r}")
    return NamePool(**declared(f"people/names-{name}"))


def given_names(  # noqa: PLR0913, PLR0917 -- each is a property of the person
    rng: Rng, pool: NamePool, male: Bools, birth_year: Ints, generation: Ints, twin: Bools
) -> pl.Series:
    """Given names of one or two characters.

    Args:
        rng: source of the draws.
        pool: the names to draw from.
        male: sex.
        birth_year: year of birth, which decides the fashion.
        generation: index of the character shared with siblings; -1 for none.
        twin: whether the person is a twin of the previous one.
    """
    fashion, size = _fashion(pool, male, birth_year), len(male)
    free = (generation < 0) & ~_alike(rng, twin)
    single = np.array([group["single"] for group in pool.given])[fashion]
    alone = pl.Series(free & (rng.random(size) < single))
    marks = words(list(pool.generation["characters"]), np.maximum(generation, 0))
    first = pl.select(
        pl.when(pl.Series(generation >= 0)).then(marks).otherwise(_character(rng, pool, fashion))
    ).to_series()
    # A twin's given name begins with the first character of the previous person's.
    first = first.gather(np.arange(size) - (~free & (generation < 0)))
    second = _with_rare(rng, _character(rng, pool, fashion))
    composed = first + pl.select(pl.when(alone).then(pl.lit("")).otherwise(second)).to_series()
    return _some_fashionable(rng, pool, fashion, pl.Series(free), composed)


def _alike(rng: Rng, twin: Bools) -> Bools:
    return twin & (rng.random(len(twin)) < _TWINS_ALIKE)


def _some_fashionable(
    rng: Rng, pool: NamePool, fashion: Ints, free: pl.Series, composed: pl.Series
) -> pl.Series:
    """Replaces some given names by fashionable ones: 建国, 秀英, 梓涵."""
    fashionable = [group["fashionable"] for group in pool.given]
    share = np.array([group["share"] for group in fashionable])[fashion]
    names = [group["names"] for group in fashionable]
    whole = _from_lists(names, fashion, rng.random(len(fashion)) ** pool.skew)
    chosen = pl.Series(rng.random(len(fashion)) < share) & free
    return pl.select(pl.when(chosen).then(whole).otherwise(composed)).to_series()


def _fashion(pool: NamePool, male: Bools, birth_year: Ints) -> Ints:
    of_men = [i for i, group in enumerate(pool.given) if group["sex"] == "男"]
    of_women = [i for i, group in enumerate(pool.given) if group["sex"] == "女"]
    ends = [pool.given[i]["born_before"] for i in of_men[:-1]]
    era = np.searchsorted(ends, birth_year, side="right")
    return np.where(male, np.array(of_men)[era], np.array(of_women)[era])


def _character(rng: Rng, pool: NamePool, fashion: Ints) -> pl.Series:
    lists = [group["characters"] for group in pool.given]
    return _from_lists(lists, fashion, rng.random(len(fashion)) ** pool.skew)


def _from_lists(lists: Sequence[Sequence[str]], which: Ints, position: Floats) -> pl.Series:
    """From the list numbered `which`, the element at `position` (0 to 1, relative to its length)."""
    lengths = np.array([len(choices) for choices in lists])
    starts = np.cumsum(lengths) - lengths
    return words(
        list(chain.from_iterable(lists)), starts[which] + (position * lengths[which]).astype(np.int64)
    )


def _with_rare(rng: Rng, characters: pl.Series) -> pl.Series:
    rare = list(declared("people/characters")["rare"])
    drawn = words(rare, rng.integers(0, len(rare), len(characters)))
    chosen = pl.Series(rng.random(len(characters)) < RARE)
    return pl.select(pl.when(chosen).then(drawn).otherwise(characters)).to_series()


def minority_names(rng: Rng, pool: NamePool, group: Ints, male: Bools) -> pl.Series:
    """Own name and second name, joined as is usual in the ethnic group; `group` is its index in the pool."""
    own = _of_group(rng, pool, group, np.where(male, 0, 1))
    joined_by = words([minority["joined_by"] for minority in pool.minority], group)
    return own + joined_by + _of_group(rng, pool, group, np.full(len(group), 2))


def _of_group(rng: Rng, pool: NamePool, group: Ints, part: Ints) -> pl.Series:
    lists = [minority[part] for minority in pool.minority for part in ("男", "女", "second")]
    return _from_lists(lists, group * 3 + part, rng.random(len(group)))
