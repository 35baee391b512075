"""Whether a row still identifies its household: looked up among all people, independently of the linker."""

import numpy as np
import polars as pl

from flows.demo.people.draws import Bools, Ints
from flows.demo.people.people import Population
from flows.demo.writing.clues import pieces, villages
from flows.demo.writing.holders import Holders, hashed

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
"""Pieces that together are enough if only one household or outsider in the county has them. Combinations
without the birth date count only if the row has no birth date (`undated`); name and birth date alone count
only if the row has no village (`unplaced`)."""


class Evidence:
    """Everybody whom a row could be about, and the pieces that identify them.

    These are all outsiders and the members as the roster has them, including people who join or leave in any
    period. A person's household is that of the first roster, or the one they join.
    """

    def __init__(self, population: Population, registered: pl.DataFrame) -> None:
        """Indexes everybody.

        Args:
            population: the county's people.
            registered: everybody as the roster has them, as `registered` returns them.
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
        """Whether each row identifies its household with reasonable certainty.

        A complete number with a valid check digit decides alone: it is enough if it belongs to a member of
        the household whose name has a character in the same position as the written name (in 王小花之子 the
        relative's), and not enough if it belongs to anybody else or differs from the roster's. Without such a
        number, it is enough if one of `COMBINATIONS` belongs only to the household, and none to another.

        Args:
            rows: `name, id_number, birth_date, address, person, household, member`, as written.

        Returns:
            NULL for outsiders, who have no household; FALSE for children without a trace in the roster, whom
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
        written, own = pieces(rows.with_columns(villages(rows["address"]))), self._owner[rows["person"]]
        hashes = hashed(written)
        holder = self._persons.of(hashes)
        by_number = (self._owner[holder] == own) & self._like(written, holder)
        owners = np.column_stack([holders.of(hashes) for holders in self._households])
        ours = (owners == own[:, None]).any(axis=1)
        others = ((owners != own[:, None]) & (owners >= 0)).any(axis=1)
        another = (written["number"] != self._numbers[rows["person"]]).fill_null(value=False).to_numpy()
        return pl.Series(np.where(holder >= 0, by_number, ours & ~others & ~another))

    def _like(self, written: pl.DataFrame, holder: Ints) -> Bools:
        """Whether the written name and that of the number's holder share a character in the same position."""
        theirs = self._characters[np.maximum(holder, 0)]
        shared = [(written[place] == theirs[place]).fill_null(value=False) for place in theirs.columns]
        alike: Bools = (shared[0] | shared[1] | shared[2]).to_numpy()
        return alike
