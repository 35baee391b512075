"""Names as they are distributed: by region, sex and time of birth, with what siblings share."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
import polars as pl

from flows.county.draws import Bools, Floats, Ints, Rng, declared, words

_SKEW = 1.6  # u ** 1.6: the first tenth of a list of characters gets about a quarter of the names
RARE = 0.006  # share of persons with a character that old systems cannot write


def surnames() -> list[str]:
    """Every surname, the commonest first."""
    said = declared("names")
    return [*said["surnames"], *said["double_surnames"]]


def surname_weights(area: str) -> Floats:
    """Weight of each surname in the province of `area`."""
    said = declared("names")
    regional = said["regional_surnames"].get(area[:2], "")
    boost = np.array([said["surname_boost"] if name in regional else 1 for name in surnames()])
    weights: Floats = boost / (np.arange(len(boost)) + 8.0)  # national shares fall about like 1 / (rank + 8)
    return weights


def given_names(rng: Rng, male: Bools, birth_year: Ints, generation: Ints) -> pl.Series:
    """Given names of one or two characters.

    Args:
        rng: source of the draws.
        male: sex.
        birth_year: year of birth, which decides the fashion.
        generation: index of the character shared with siblings; -1 for none.
    """
    fashion = _fashion(male, birth_year)
    single = np.array([group["single"] for group in declared("names")["given"]])[fashion]
    alone = (rng.random(len(male)) < single) & (generation < 0)
    first, second = _character(rng, fashion), _character(rng, fashion)
    marks = list(declared("names")["generation"])
    return pl.select(
        pl.when(pl.lit(pl.Series(generation >= 0)))
        .then(words(marks, np.maximum(generation, 0)))
        .otherwise(first)
        + pl.when(pl.lit(pl.Series(alone))).then(pl.lit("")).otherwise(_with_rare(rng, second))
    ).to_series()


def _fashion(male: Bools, birth_year: Ints) -> Ints:
    groups = declared("names")["given"]
    of_men = [i for i, group in enumerate(groups) if group["sex"] == "男"]
    of_women = [i for i, group in enumerate(groups) if group["sex"] == "女"]
    ends = [groups[i]["born_before"] for i in of_men[:-1]]
    era = np.searchsorted(ends, birth_year, side="right")
    return np.where(male, np.array(of_men)[era], np.array(of_women)[era])


def _character(rng: Rng, fashion: Ints) -> pl.Series:
    lists = [group["characters"] for group in declared("names")["given"]]
    return _from_lists(lists, fashion, rng.random(len(fashion)) ** _SKEW)


def _from_lists(lists: Sequence[Sequence[str]], which: Ints, position: Floats) -> pl.Series:
    """From the list that `which` names, the element at `position` (0 to 1) of its length."""
    lengths = np.array([len(choices) for choices in lists])
    starts = np.cumsum(lengths) - lengths
    return words(
        list(chain.from_iterable(lists)), starts[which] + (position * lengths[which]).astype(np.int64)
    )


def _with_rare(rng: Rng, characters: pl.Series) -> pl.Series:
    rare = list(declared("names")["rare"])
    drawn = words(rare, rng.integers(0, len(rare), len(characters)))
    chosen = pl.Series(rng.random(len(characters)) < RARE)
    return pl.select(pl.when(chosen).then(drawn).otherwise(characters)).to_series()


def minority_names(rng: Rng, group: Ints, male: Bools) -> pl.Series:
    """Own name, interpunct, father's name; `group` is the index of the ethnic group as declared."""
    size = len(group)
    return _of_group(rng, group, np.where(male, 0, 1)) + "·" + _of_group(rng, group, np.full(size, 2))


def _of_group(rng: Rng, group: Ints, part: Ints) -> pl.Series:
    lists = [said[part] for said in declared("names")["minority"] for part in ("男", "女", "father")]
    return _from_lists(lists, group * 3 + part, rng.random(len(group)))
