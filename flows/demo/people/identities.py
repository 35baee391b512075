"""Names, identity numbers and places for people who so far have only sex, birth date and household."""

import numpy as np
import polars as pl

from flows.demo.people.draws import Bools, Floats, Ints, Rng, as_dates, between, declared, pick, words
from flows.demo.people.households import first_of_twins, part_names
from flows.demo.people.id_numbers import birth_areas, id_numbers
from flows.demo.people.names import NamePool, given_names, minority_names

_OWN_SURNAME = ("spouse", "mother")  # the others have the surname of the household
_BORN_HERE = {
    "family": 0.85,
    "married_in": 0.65,
    "outsider": 0.5,
}  # share whose ID number has the county's code


def described(
    rng: Rng, drafts: pl.DataFrame, households: pl.DataFrame, area: str, pool: NamePool
) -> pl.DataFrame:
    """Gives every person an identity.

    Args:
        rng: source of the draws.
        drafts: `household, part, male, born, joins, leaves, like, twin, near, kin`, one row per person.
        households: as drawn by `draw_households`.
        area: county code.
        pool: the names to draw from.

    Returns:
        The columns of `Population.people` except those of `located` and `related`.
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
    areas = birth_areas(rng, area, local)[first_of_twins(drafts["twin"].to_numpy())]
    return pl.DataFrame(
        {
            "name": _names(rng, drafts, households, area, pool),
            "id_number": id_numbers(areas, births, male),
            "birth_date": births,
            "sex": words(["女", "男"], male.astype(np.int64)),
            "household": drafts["household"].cast(pl.Int32),
            "member_id": _member_ids(area, outsider),
            "relation": _relations(part, male, outsider),
            "ethnicity": _ethnicities(pool, households["group"].to_numpy()[home], outsider),
            "joins": drafts["joins"].cast(pl.Int16),
            "leaves": drafts["leaves"].cast(pl.Int16),
        }
    )


def _names(rng: Rng, drafts: pl.DataFrame, households: pl.DataFrame, area: str, pool: NamePool) -> pl.Series:
    outsider = drafts["household"].is_null().to_numpy()
    home = drafts["household"].fill_null(0).to_numpy()
    male, years = drafts["male"].to_numpy(), as_dates(drafts["born"].to_numpy()).dt.year().to_numpy()
    generation = _generations(drafts, households)
    surname = words(pool.every_surname(), _surnames(rng, drafts, households, pool.surname_weights(area)))
    han = surname + given_names(rng, pool, male, years, generation, drafts["twin"].to_numpy())
    group = np.where(outsider, -1, households["group"].to_numpy()[home])
    minority = minority_names(rng, pool, np.maximum(group, 0), male)
    names = pl.select(pl.when(pl.lit(pl.Series(group >= 0))).then(minority).otherwise(han)).to_series()
    return names.gather(_whose_name(drafts, households))


def _surnames(rng: Rng, drafts: pl.DataFrame, households: pl.DataFrame, weights: Floats) -> Ints:
    """Index of the surname: the family's, except for people who married in and outsiders who are not kin."""
    part, kin = drafts["part"].fill_null(0).to_numpy(), drafts["kin"].to_numpy()
    married_in = np.isin(part, [part_names().index(name) for name in _OWN_SURNAME])
    home = np.where(kin, drafts["near"].to_numpy(), drafts["household"].fill_null(0).to_numpy())
    own = married_in | (drafts["household"].is_null().to_numpy() & ~kin)
    return np.where(own, pick(rng, weights, drafts.height), households["surname"].to_numpy()[home])


def _generations(drafts: pl.DataFrame, households: pl.DataFrame) -> Ints:
    """Index of the character that children and grandchildren of a household share; -1 for none."""
    young = [part_names().index("child"), part_names().index("grandchild")]
    shares = np.isin(drafts["part"].fill_null(-1).to_numpy(), young)
    return np.where(shares, households["generation"].to_numpy()[drafts["household"].fill_null(0)], -1)


def _whose_name(drafts: pl.DataFrame, households: pl.DataFrame) -> Ints:
    """For each person, whose name they have: a namesake's, of the person they are `like`, or their own."""
    source = np.arange(drafts.height)
    first = households["first"].to_numpy()
    source[first] = first[households["namesake"].to_numpy()]
    like = drafts["like"].to_numpy()
    for _ in range(2):  # an outsider may be `like` a spouse who is `like` another
        source = np.where(like >= 0, source[like], source)
    return source


def located(
    rng: Rng, drafts: pl.DataFrame, households: pl.DataFrame, villages: int, places: int
) -> pl.DataFrame:
    """Where everybody lives: `place` (index) and `door`.

    Args:
        rng: source of the draws.
        drafts: one row per person.
        households: as drawn by `draw_households`.
        villages: how many of the places are the county's villages; they come first.
        places: how many places there are; half of the outsiders near no household live in the villages.
    """
    outsider = drafts["household"].is_null().to_numpy()
    home = drafts["household"].fill_null(0).to_numpy()
    near = rng.random(drafts.height) < 0.5
    anywhere = rng.integers(np.where(near, 0, villages), np.where(near, villages, places))
    beside, kin = drafts["near"].to_numpy(), drafts["kin"].to_numpy()
    home = np.where(beside >= 0, beside, home)
    place = np.where(outsider & (beside < 0), anywhere, households["village"].to_numpy()[home])
    any_door = between(rng, 1, 260, drafts.height)
    door = np.where(outsider & ~kin, any_door, households["door"].to_numpy()[home])
    return pl.DataFrame({"place": place.astype(np.int32), "door": door.astype(np.int16)})


def _relations(part: Ints, male: Bools, outsider: Bools) -> pl.Series:
    relations = declared("people/households")["relations"].values()
    labels = [relation[sex] for relation in relations for sex in "女男"]
    known = words(labels, part * 2 + male)
    return pl.select(pl.when(pl.lit(pl.Series(~outsider))).then(known)).to_series()


def _ethnicities(pool: NamePool, group: Ints, outsider: Bools) -> pl.Series:
    labels = ["汉族", *(minority["ethnicity"] for minority in pool.minority)]
    return words(labels, np.where(outsider, 0, group + 1))


def _member_ids(area: str, outsider: Bools) -> pl.Series:
    numbers = pl.Series(np.arange(1, len(outsider) + 1)).cast(pl.String).str.zfill(10)
    known = pl.Series(~outsider)
    return pl.select(pl.when(known).then(pl.lit(area) + numbers)).to_series()
