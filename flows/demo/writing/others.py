"""Relatives and strangers whose name or number may be written in a row about somebody else."""

import numpy as np
import polars as pl

from flows.demo.people.draws import Rng
from flows.demo.people.people import Population

_CHILD_SINCE = 2008  # a mother may be treated under the number of a child born later


def drawn_others(rng: Rng, person: pl.Series, household: pl.Series, population: Population) -> pl.DataFrame:
    """Draws these other people for each row, and which damage they make possible.

    Args:
        rng: source of the draws.
        person: whom each row is about.
        household: that person's household, NULL for outsiders.
        population: the county's people.

    Returns:
        Numbers of persons: `parent` (head or spouse), `first_child` (-1 if none), `other` (any member),
        `stranger` (any outsider); and `child_is_young`, `elsewhere` (`other` is of another household),
        `renamable` (`other` is of the same sex and has another given name, both of the usual form).
    """
    people, size = population.people, len(person)
    head, spouse, child = (people[kin].gather(person).to_numpy() for kin in ("head", "spouse", "child"))
    other = rng.integers(0, population.members, size)
    own_given, other_given = population.given.gather(person), population.given.gather(other)
    same_sex = people["sex"].gather(other) == people["sex"].gather(person)
    child_born = people["birth_date"].gather(np.maximum(child, 0)).dt.year()
    return pl.DataFrame(
        {
            "parent": np.where((rng.random(size) < 0.5) & (spouse >= 0), spouse, head),
            "first_child": child,
            "other": other,
            "stranger": rng.integers(population.outsiders, people.height, size),
            "child_is_young": (child >= 0) & (child_born > _CHILD_SINCE).to_numpy(),
            "elsewhere": people["household"].gather(other).ne_missing(household),
            "renamable": same_sex & (own_given != other_given).fill_null(value=False),
        }
    )


def named_others(rows: pl.DataFrame, population: Population) -> pl.DataFrame:
    """The names, numbers and addresses of these other people.

    Args:
        rows: `parent, first_child, other, stranger`, as `drawn_others` returns them.
        population: the county's people.

    Returns:
        `parent_name, parent_id, child_name, child_id, other_name, other_id, other_address, stranger_id,
        stranger_address`.
    """
    name, number = population.people["name"], population.people["id_number"]
    child = rows["first_child"].clip(0)
    return pl.DataFrame(
        {
            "parent_name": name.gather(rows["parent"]),
            "parent_id": number.gather(rows["parent"]),
            "child_name": name.gather(child),
            "child_id": number.gather(child),
            "other_name": name.gather(rows["other"]),
            "other_id": number.gather(rows["other"]),
            "other_address": population.addresses(rows["other"]),
            "stranger_id": number.gather(rows["stranger"]),
            "stranger_address": population.addresses(rows["stranger"]),
        }
    )
