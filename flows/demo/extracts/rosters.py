"""The two snapshots of a period: households and members."""

import numpy as np
import polars as pl

from flows.demo.people.draws import Ints, between, declared, pick, stream, words
from flows.demo.people.people import Population

_OVER_AT_FIRST, _OVER_LATER = 0.4, 0.1
"""Share of monitored households marked as over in the first two rosters, and what each later one adds."""

_HEALTH = ["健康", "长期慢性病", "患有大病", "残疾"]
_LABOUR = ["普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "丧失劳动力", "无劳动力"]
_EMPLOYMENT = ["稳定", "不稳定", "无"]
_SCHOOLING = ["非在校生", "学前教育", "义务教育", "高中及中职", "高等教育"]


def household_rows(  # noqa: PLR0913 -- each is a property of the roster
    seed: int,
    population: Population,
    registered: pl.DataFrame,
    economy: pl.DataFrame,
    roster: pl.DataFrame,
    *,
    ordinal: int = 0,
) -> pl.DataFrame:
    """The households of the period of this ordinal.

    Returns:
        Their columns with `household` (number), `person` (number of the head) and `damage`.
    """
    rng = stream(seed, "household_rows")
    every = population.households.with_columns(_attributes(rng, population, economy, ordinal))
    heads = roster.filter(pl.col("relation") == "户主").unique("household", keep="first", maintain_order=True)
    people = registered[["name", "id_number", "damage"]][heads["person"]]
    village = population.villages[every["village"]].drop("address")
    rows = every.hstack(village.rename({"village": "village_name"}))[heads["household"]]
    return (
        rows.drop("village", "origin", "since", "first", "size")
        .rename({"village_name": "village"})
        .with_columns(
            head_name=people["name"],
            head_id_number=people["id_number"],
            household=heads["household"],
            person=heads["person"],
            damage=people["damage"],
        )
    )


def _attributes(
    rng: np.random.Generator, population: Population, economy: pl.DataFrame, ordinal: int
) -> list[pl.Series]:
    over = _OVER_AT_FIRST + _OVER_LATER * max(ordinal - 1, 0)
    size = population.households.height
    declaration = declared("people/households")
    steady = (economy["story"] == "steady").to_numpy()
    kind = np.where(
        steady,
        pick(rng, declaration["types"]["steady"], size),
        pick(rng, declaration["types"]["adverse"], size),
    )
    yearly = economy.select(pl.sum_horizontal("wage", "business", "property", "transfer") * 12).to_series()
    phones = pl.Series(between(rng, 13_000_000_000, 18_999_999_999, size)).cast(pl.String)
    cadres = words(declaration["cadres"], rng.integers(0, len(declaration["cadres"]), size))
    return [
        words(declaration["type_names"], kind).alias("household_type"),
        (yearly / population.households["size"]).round(2).alias("last_year_income_per_capita"),
        phones.alias("phone"),
        cadres.alias("responsible_person"),
        words(["否", "是"], (rng.random(size) < 0.03).astype(np.int64)).alias("relocated"),
        words(["否", "是"], ((kind > 1) & (rng.random(size) < over)).astype(np.int64)).alias(
            "risk_eliminated"
        ),
    ]


def member_rows(
    seed: int, population: Population, registered: pl.DataFrame, roster: pl.DataFrame, year: int
) -> pl.DataFrame:
    """The members of a period as registered, with `household` and `person` (numbers) and `damage`."""
    chosen = roster["person"]
    people = population.people[["member_id", "sex", "ethnicity"]][chosen]
    traits = _traits(seed, population, year)[chosen]
    return pl.concat([people, registered[chosen], traits], how="horizontal").with_columns(
        relation=roster["relation"], household=roster["household"], person=chosen
    )


def _traits(seed: int, population: Population, year: int) -> pl.DataFrame:
    """Health, labour, employment and schooling of everybody; the same in every period."""
    rng = stream(seed, "traits")
    age = year - population.people["birth_date"].dt.year().to_numpy()
    size = len(age)
    frail = rng.random(size) < np.clip(age / 110, 0.01, 0.6)
    health = np.where(frail, 1 + pick(rng, [75, 10, 15], size), 0)
    labour = _labour(rng.random(size), age, health)
    employment = np.where(labour > 2, 2, pick(rng, [75, 20, 5], size))
    schooling = np.select([age < 3, age < 6, age < 16, age < 19, age < 23], [0, 1, 2, 3, 4], 0)
    labels = {
        "health": (_HEALTH, health),
        "labour": (_LABOUR, labour),
        "employment": (_EMPLOYMENT, employment),
    }
    labels["schooling"] = (_SCHOOLING, schooling)
    return pl.DataFrame({name: words(choices, index) for name, (choices, index) in labels.items()})


def _labour(drawn: np.ndarray, age: Ints, health: Ints) -> Ints:
    grown = (age >= 16) & (age < 72)
    able = np.where(drawn < 0.15, 1, 0)
    return np.select([~grown, health > 1, (health == 1) | (age >= 60)], [4, 3, 2], able)
