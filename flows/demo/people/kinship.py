"""Parents, spouses and twins, for rows that departments write under a relative's ID number."""

import numpy as np
import polars as pl

from flows.demo.people.draws import Bools, Ints
from flows.demo.people.households import part_names

NOBODY = -1


def related(drafts: pl.DataFrame, households: pl.DataFrame) -> pl.DataFrame:
    """The relatives of everybody in their first household.

    Args:
        drafts: `household, part, male, born, joins, twin`, one row per person.
        households: as drawn by `draw_households`.

    Returns:
        Numbers of persons, -1 for none: `head` (for outsiders another outsider), `spouse` (of the head),
        `child` (the first child of head and spouse in the first roster). `kids`: number of children in the
        household. `birth_order`: from 1 among the children of one sex, 0 for an only one and for everybody
        else. `twin_order`: 1 and 2 for twins, else 0.
    """
    insider = drafts["household"].is_not_null().to_numpy()
    home = drafts["household"].fill_null(0).to_numpy()
    part = np.where(insider, drafts["part"].fill_null(0).to_numpy(), NOBODY)
    head, spouse, child = (part == part_names().index(name) for name in ("head", "spouse", "child"))
    known = child & (drafts["joins"] == 0).to_numpy()
    own = np.where(insider, home, households.height)  # outsiders get one further household without members
    first_child = _first_in_household(known, own, households.height)
    kids = np.bincount(home[child], minlength=households.height)[home]
    return pl.DataFrame(
        {
            "head": np.where(insider, households["first"].to_numpy()[home], _next(insider)).astype(np.int32),
            "spouse": _first_in_household(spouse, own, households.height)[own],
            "child": np.where(head | spouse, first_child[own], NOBODY).astype(np.int32),
            "kids": np.where(insider, kids, 0).astype(np.int8),
            "birth_order": _birth_order(drafts, child),
            "twin_order": _twin_order(drafts["twin"].to_numpy()),
        }
    )


def _next(insider: Bools) -> Ints:
    """For each outsider the next outsider (after the last the first), for everybody else themselves."""
    outsiders = np.flatnonzero(~insider)
    following: Ints = np.arange(len(insider))
    following[outsiders] = np.roll(outsiders, -1)
    return following


def _first_in_household(chosen: Bools, home: Ints, households: int) -> Ints:
    first: Ints = np.full(households + 1, NOBODY, np.int32)
    persons = np.flatnonzero(chosen)[::-1]
    first[home[persons]] = persons  # the last assignment holds, which is of the first person
    return first


def _birth_order(drafts: pl.DataFrame, child: Bools) -> pl.Series:
    children = drafts.with_row_index("person").filter(pl.Series(child)).sort("born", maintain_order=True)
    siblings = ["household", "male"]
    ranked = children.select(
        "person",
        order=pl.when(pl.len().over(siblings) > 1).then(pl.int_range(1, pl.len() + 1).over(siblings)),
    )
    order = np.zeros(drafts.height, np.int8)
    order[ranked["person"]] = ranked["order"].fill_null(0).to_numpy()
    return pl.Series(order)


def _twin_order(twin: Bools) -> pl.Series:
    elder = np.r_[twin[1:], False] & ~twin
    return pl.Series(np.where(twin, 2, elder).astype(np.int8))
