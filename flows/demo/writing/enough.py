"""Whether what a row still says singles out its household: sets of everybody, no linker's opinion."""

import numpy as np
import polars as pl

from flows.demo.writing.clues import pieces, villages
from flows.demo.people.draws import Bools, Ints
from flows.demo.writing.holders import Holders, hashed
from flows.demo.people.people import Population

COMBINATIONS = (
    ("name", "born", "unplaced"),
    ("name", "village", "undated"),
    ("name", "born", "village"),
    ("name", "tail", "undated"),
    ("name", "born", "tail"),
    ("first", "born", "village"),
    ("first", "born", "tail"),
    ("first", "area", "tail", "undated"),
    ("last", "born", "tail"),
    ("last", "area", "tail", "undated"),
)
"""Pieces that are enough together, if only one household or outsider in the county has them. What
lacks the birth date is not enough beside one that says otherwise, nor name and birth date beside an address
that does."""


class Evidence:
    """Everybody whom a row could be about, and which pieces single them out.

    These are the members as the roster has them, joiners and leavers of every period included, and all
    outsiders. Households are those of the first roster, or that of joining.
    """

    def __init__(self, population: Population, registered: pl.DataFrame) -> None:
        """Indexes everybody.

        Args:
            population: the county's people.
            registered: everybody as the roster has them, as `registered` gives them.
        """
        people = population.people
        self._written = registered.select("name", "id_number")
        village = villages(population.places).gather(people["place"])
        known = pieces(registered.with_columns(village)).with_columns(undated=pl.lit(""), unplaced=pl.lit(""))
        alone = population.households.height + np.arange(people.height)
        self._owner: Ints = np.where(
            people["household"].is_null(), alone, people["household"].fill_null(0).to_numpy()
        )
        self._characters, self._numbers = known.select("first", "second", "last"), known["number"]
        hashes = hashed(known)
        self._persons = Holders(hashes, ("number",), np.arange(people.height))
        self._households = [Holders(hashes, those, self._owner) for those in COMBINATIONS]

    def enough(self, rows: pl.DataFrame) -> pl.Series:
        """Whether each row singles out its household with reasonable certainty.

        A complete number with the right check digit decides alone: enough if it belongs to one of the
        household whose name shares a character in its place with the written one (the relative's in
        王小花之子), not enough if it is anybody else's or not the one that the roster has. Without such a
        number it is enough if one of `COMBINATIONS` belongs to the household alone, none to somebody else.

        Args:
            rows: `name, id_number, birth_date, address, person, household, member`, as written.

        Returns:
            NULL for outsiders, who have no household; FALSE for children without a trace in the roster, which
            the interface sends to review.
        """
        own = rows["household"].is_not_null()
        as_registered = self._written[rows["person"]]
        same = (rows["name"] == as_registered["name"]) & (rows["id_number"] == as_registered["id_number"])
        plain = same.fill_null(value=False)
        hard = (own & ~plain & rows["member"].is_not_null()).arg_true()
        decided = (plain & own).scatter(hard, self._singled_out(rows[hard]))
        return pl.select(pl.when(own).then(decided)).to_series()

    def _singled_out(self, rows: pl.DataFrame) -> pl.Series:
        said, own = pieces(rows.with_columns(villages(rows["address"]))), self._owner[rows["person"]]
        hashes = hashed(said)
        holder = self._persons.of(hashes)
        by_number = (self._owner[holder] == own) & self._like(said, holder)
        found = np.column_stack([holders.of(hashes) for holders in self._households])
        ours = (found == own[:, None]).any(axis=1)
        others = ((found != own[:, None]) & (found >= 0)).any(axis=1)
        another = (said["number"] != self._numbers[rows["person"]]).fill_null(value=False).to_numpy()
        return pl.Series(np.where(holder >= 0, by_number, ours & ~others & ~another))

    def _like(self, said: pl.DataFrame, holder: Ints) -> Bools:
        """Whether the written name shares a character in its place with the holder's of the number."""
        theirs = self._characters[np.maximum(holder, 0)]
        shared = [(said[place] == theirs[place]).fill_null(value=False) for place in theirs.columns]
        alike: Bools = (shared[0] | shared[1] | shared[2]).to_numpy()
        return alike
