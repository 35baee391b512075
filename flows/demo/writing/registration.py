"""The county's people as the roster has them: mostly correct, some with errors in every period."""

from collections.abc import Mapping

import polars as pl

from flows.demo.people.draws import stream
from flows.demo.people.people import Population
from flows.demo.writing.kinds import drawn_kinds, with_damage

_KEPT = ["name", "id_number", "birth_date", "damage"]


def registered(seed: int, population: Population, rates: Mapping[str, float]) -> pl.DataFrame:
    """Everybody as registered in the roster.

    Newborns have no number yet; outsiders are left unchanged.

    Args:
        seed: of the county.
        population: the county's people.
        rates: share of members by kind of damage.

    Returns:
        `name, id_number, birth_date, damage`, in the order of `population.people`.
    """
    rng, people = stream(seed, "registration"), population.people
    newborn = (pl.col("joins") > 0) & pl.col("relation").is_in(["之子", "之女"])
    drawn = people.select(
        "name",
        "birth_date",
        "household",
        id_number=pl.when(~newborn.fill_null(value=False)).then("id_number"),
        draw=pl.Series(rng.integers(0, 1 << 30, people.height)),
        draw_2=pl.Series(rng.integers(0, 1 << 30, people.height)),
    )
    insiders = drawn.head(population.outsiders)
    insiders = with_damage(insiders.with_columns(damage=drawn_kinds(rng, insiders, rates))).select(_KEPT)
    outsiders = drawn.slice(population.outsiders).with_columns(damage=pl.lit("clean")).select(_KEPT)
    return pl.concat([insiders, outsiders])
