"""Persons as departments write them: as registered, then damaged."""

import polars as pl

from flows.demo.people.draws import Rng
from flows.demo.people.people import Population
from flows.demo.writing.dirt import Dirt
from flows.demo.writing.kinds import drawn_further_kinds, drawn_kinds, with_damage
from flows.demo.writing.others import drawn_others, named_others

_BLANK_DATE, _BLANK_SEX, _BLANK_ADDRESS = 0.03, 0.03, 0.05  # share of rows that lack the field
_SHORT_ADDRESS = 0.2  # share of addresses without the province
_WRITTEN = ["name", "id_number", "birth_date", "sex", "address", "damage", "member"]


def write_persons(
    rng: Rng, rows: pl.DataFrame, population: Population, relation: pl.Series, dirt: Dirt
) -> pl.DataFrame:
    """Adds the person's fields to rows about `person`, as the department writes them.

    Args:
        rng: source of the draws.
        rows: with `person` and `household`, and the facts.
        population: the county's people.
        relation: everybody's relation to the head in the current period.
        dirt: rates of errors.

    Returns:
        The rows with `name, id_number, birth_date, sex, address`, `damage` (`clean`, a kind, or kinds joined
        by `+`) and `member`: the person, NULL for outsiders and for children without a trace in the roster.
    """
    if rows.is_empty():
        return rows
    registered = _as_registered(rng, rows, population).with_columns(
        drawn_others(rng, rows["person"], rows["household"], population),
        relation=relation.gather(rows["person"]),
        draw=pl.Series(rng.integers(0, 1 << 30, rows.height)),
        draw_2=pl.Series(rng.integers(0, 1 << 30, rows.height)),
    )
    labelled = registered.with_columns(damage=drawn_kinds(rng, registered, dirt.damage))
    fully_labelled = labelled.with_columns(damage=drawn_further_kinds(rng, labelled, dirt))
    written = with_damage(fully_labelled, lambda touched: touched.hstack(named_others(touched, population)))
    traced = ~pl.col("damage").str.contains("child_without_trace") & pl.col("household").is_not_null()
    return written.with_columns(member=pl.when(traced).then("person")).select(*rows.columns, *_WRITTEN)


def _as_registered(rng: Rng, rows: pl.DataFrame, population: Population) -> pl.DataFrame:
    """What a department writes without errors: some fields are blank, some addresses lack the province."""
    registered = population.people[
        ["name", "id_number", "birth_date", "sex", "kids", "birth_order", "twin_order"]
    ][rows["person"]]
    u = pl.DataFrame({column: rng.random(rows.height) for column in ("birth_date", "sex", "address")})
    whole = population.addresses(rows["person"])
    address = pl.when(u["address"] < _SHORT_ADDRESS).then(whole.str.slice(3)).otherwise(whole)
    return rows.hstack(registered).with_columns(
        birth_date=pl.when(u["birth_date"] > _BLANK_DATE).then("birth_date"),
        sex=pl.when(u["sex"] > _BLANK_SEX).then("sex"),
        address=pl.when(u["address"] < 1 - _BLANK_ADDRESS).then(address),
    )
