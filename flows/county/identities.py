"""Names, identity numbers and places for people who are only a sex, a birth date and a household."""

import numpy as np
import polars as pl

from flows.county.draws import Bools, Ints, Rng, as_dates, between, declared, pick, words
from flows.county.households import part_names
from flows.county.id_numbers import birth_areas, id_numbers
from flows.county.names import given_names, minority_names, surname_weights, surnames

_OWN_SURNAME = ("spouse", "mother")  # the other parts carry the surname of the household
_BORN_HERE = {"family": 0.85, "married_in": 0.65, "outsider": 0.5}  # share with the county's own area code


def described(rng: Rng, drafts: pl.DataFrame, households: pl.DataFrame, area: str) -> pl.DataFrame:
    """Gives every person an identity.

    Args:
        rng: source of the draws.
        drafts: `household, part, male, born, joins, leaves, like`, one row per person.
        households: as drawn by `draw_households`.
        area: county code.

    Returns:
        The columns of `Population.people` but `place` and `door`.
    """
    outsider = drafts["household"].is_null().to_numpy()
    home = drafts["household"].fill_null(0).to_numpy()
    part = drafts["part"].fill_null(0).to_numpy()
    male = drafts["male"].to_numpy()
    births = as_dates(drafts["born"].to_numpy())
    married_in = np.isin(part, [part_names().index(name) for name in _OWN_SURNAME])
    local = np.select(
        [outsider, married_in], [_BORN_HERE["outsider"], _BORN_HERE["married_in"]], _BORN_HERE["family"]
    )
    kids = np.bincount(home[(part == part_names().index("child")) & ~outsider], minlength=households.height)
    return pl.DataFrame(
        {
            "name": _names(rng, drafts, households, area, own=outsider | married_in),
            "id_number": id_numbers(birth_areas(rng, area, local), births, male),
            "birth_date": births,
            "sex": words(["女", "男"], male.astype(np.int64)),
            "household": drafts["household"].cast(pl.Int32),
            "member_id": _member_ids(area, outsider),
            "relation": _relations(part, male, outsider),
            "ethnicity": _ethnicities(households["group"].to_numpy()[home], outsider),
            "head": households["first"].to_numpy()[home].astype(np.int32),
            "kids": kids[home].astype(np.int8),
            "joins": drafts["joins"].cast(pl.Int16),
            "leaves": drafts["leaves"].cast(pl.Int16),
        }
    )


def _names(rng: Rng, drafts: pl.DataFrame, households: pl.DataFrame, area: str, own: Bools) -> pl.Series:
    size = drafts.height
    home = drafts["household"].fill_null(0).to_numpy()
    family = households["surname"].to_numpy()[home]
    surname = np.where(own, pick(rng, surname_weights(area), size), family)
    part = drafts["part"].fill_null(0).to_numpy()
    child = np.isin(part, [part_names().index("child"), part_names().index("grandchild")])
    generation = np.where(child & ~own, households["generation"].to_numpy()[home], -1)
    male, years = drafts["male"].to_numpy(), as_dates(drafts["born"].to_numpy()).dt.year().to_numpy()
    han = words(surnames(), surname) + given_names(rng, male, years, generation)
    group = np.where(drafts["household"].is_null().to_numpy(), -1, households["group"].to_numpy()[home])
    minority = minority_names(rng, np.maximum(group, 0), male)
    names = pl.select(pl.when(pl.lit(pl.Series(group >= 0))).then(minority).otherwise(han)).to_series()
    return names.gather(_whose_name(drafts, households))


def _whose_name(drafts: pl.DataFrame, households: pl.DataFrame) -> Ints:
    """For each person whose name they carry: heads with a namesake and outsiders like a member another's."""
    source = np.arange(drafts.height)
    first = households["first"].to_numpy()
    source[first] = first[households["namesake"].to_numpy()]
    like = drafts["like"].to_numpy()
    return np.where(like >= 0, source[like], source)


def located(
    rng: Rng, drafts: pl.DataFrame, households: pl.DataFrame, villages: int, places: int
) -> pl.DataFrame:
    """Where everybody is at home: `place` (index) and `door`.

    Args:
        rng: source of the draws.
        drafts: one row per person.
        households: as drawn by `draw_households`.
        villages: how many of the places are the county's villages; they come first.
        places: how many places there are; half of the outsiders live in the villages, half in the others.
    """
    outsider = drafts["household"].is_null().to_numpy()
    home = drafts["household"].fill_null(0).to_numpy()
    near = rng.random(drafts.height) < 0.5
    anywhere = rng.integers(np.where(near, 0, villages), np.where(near, villages, places))
    place = np.where(outsider, anywhere, households["village"].to_numpy()[home])
    door = np.where(outsider, between(rng, 1, 260, drafts.height), households["door"].to_numpy()[home])
    return pl.DataFrame({"place": place.astype(np.int32), "door": door.astype(np.int16)})


def _relations(part: Ints, male: Bools, outsider: Bools) -> pl.Series:
    labels = [relation[sex] for relation in declared("households")["relations"].values() for sex in "女男"]
    known = words(labels, part * 2 + male)
    return pl.select(pl.when(pl.lit(pl.Series(~outsider))).then(known)).to_series()


def _ethnicities(group: Ints, outsider: Bools) -> pl.Series:
    labels = ["汉族", *(said["ethnicity"] for said in declared("names")["minority"])]
    return words(labels, np.where(outsider, 0, group + 1))


def _member_ids(area: str, outsider: Bools) -> pl.Series:
    numbers = pl.Series(np.arange(1, len(outsider) + 1)).cast(pl.String).str.zfill(10)
    known = pl.Series(~outsider)
    return pl.select(pl.when(known).then(pl.lit(area) + numbers)).to_series()
