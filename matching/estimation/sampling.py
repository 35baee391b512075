"""A sample of persons, normalised, and the comparison levels of pairs of it.

What pairs show when nobody has a number: the number says who is one person, the other fields how such pairs
look.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb
import polars as pl

from matching.comparing import places
from matching.preparing import writings
from matching.weighing import engine
from matching.weighing.engine import create, run, store
from matching.weighing.model import Model
from sql import count, frame, rows, statement

# Of each department: six in ten have a number that the roster has, of these one in a hundred lives elsewhere;
# of the strangers three in a hundred have a double. Both shares weigh on every doubtful row without a number:
# counted some hundred times they tell its odds to a tenth.
PERSONS = 40_000

# Of each department: one random pair in 250 shows a similar birth date, the rarest u that is counted.
RANDOM_PAIRS = 5_000


def populate(con: duckdb.DuckDBPyConnection, sources: Sequence[str]) -> None:
    """Write `link_population` (source, person_key, row_count): whom rows of `sources` name, and how often.

    Args:
        con: warehouse with `linkage.persons` and the view `person_rows` (source, person_key: every row).
        sources: departments.
    """
    run(con, "linkage/sample/population", sources=list(sources), most=PERSONS)


def draw(con: duckdb.DuckDBPyConnection, most: int = PERSONS) -> None:
    """Write `link_sampled` and `link_names`: persons of `link_population` as the linker prepares them.

    Their complete numbers that the roster has are in `link_registered` (first17).

    Args:
        con: warehouse with `linkage.persons`, `linkage.members` and `link_population`.
        most: persons of each source.
    """
    run(con, "linkage/sample/sample", most=most)
    run(con, "linkage/sample/written")
    writings.normalise(con)
    run(con, "linkage/sample/rows")
    run(con, "linkage/sample/registered")
    writings.forget(con)


def damage(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """How the numbers and names of `link_sampled` are written: counts of each source.

    Returns:
        `source, persons`; by kind of number `valid, checksum_wrong, masked, mangled, partial, missing`;
        `hidden_names, lost_characters, kin_names`.
    """
    return rows(con, statement("linkage/sample/damage"))


def pair(con: duckdb.DuckDBPyConnection, *, with_random: bool) -> None:
    """Pair the sample with members: who is one person beyond doubt and, if asked for, strangers at random.

    Writes `link_sampled_pairs` (rid, mid, kind), `link_strangers` (as `link_left`, rows about nobody of the
    roster), and `link_left` and `link_right` without any number.
    """
    run(con, "linkage/sample/blank")
    look(con)
    run(con, "linkage/sample/known_pairs")
    if with_random:
        run(con, "linkage/sample/strangers")
        run(con, "linkage/sample/random_pairs", pairs=RANDOM_PAIRS)
    run(con, "linkage/sample/blank_members")


def look(con: duckdb.DuckDBPyConnection) -> None:
    """Write `link_left`: `link_rows` as the model's conditions read them."""
    run(
        con,
        "linkage/compare/batch",
        start=0,
        end=count(con, "SELECT coalesce(max(rid) + 1, 0) FROM link_rows"),
    )
    villages = places.villages(frame(con, statement("linkage/members/roster_places")))
    store(con, "link_row_places", places.found(frame(con, statement("linkage/compare/addresses")), villages))
    run(con, "linkage/compare/left")


def count_known(con: duckdb.DuckDBPyConnection, chosen: Model) -> None:
    """Write `link_known_counts` (source, comparison, level, pairs, rows) of pairs that the model compares.

    Each comparison is counted in pairs of its kind.
    """
    kinds = [(name, said.counted_by) for name, said in chosen.comparisons.items()]
    _count(con, chosen, "link_known_counts", kinds)


def count_random(con: duckdb.DuckDBPyConnection, chosen: Model) -> None:
    """Write `link_random_counts`, as `count_known`, of all random pairs."""
    _count(con, every_pair(chosen), "link_random_counts", [(name, "random") for name in chosen.comparisons])


def _count(
    con: duckdb.DuckDBPyConnection, chosen: Model, table: str, kinds: Sequence[tuple[str, str]]
) -> None:
    store(con, "link_counted", pl.DataFrame(kinds, schema=["comparison", "kind"], orient="row"))
    create(con, "link_pairs", statement("linkage/sample/pairs"))
    engine.compare(con, chosen)
    create(con, table, statement("linkage/sample/counts"))


def every_pair(chosen: Model) -> Model:
    """The model that keeps also pairs which could not be linked."""
    return replace(chosen, measures={name: replace(m, keep="true") for name, m in chosen.measures.items()})


def see_roster(con: duckdb.DuckDBPyConnection) -> None:
    """Let `link_right` be the whole roster, as the linker has it."""
    con.execute("CREATE OR REPLACE TEMP VIEW link_right AS FROM linkage.members")
