"""A sample of persons, normalised, and the comparison levels of pairs of it.

What pairs show when nobody has a number: the number says who is one person, the other fields how such pairs
look.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb
import polars as pl

from matching.preparing import rows, writings
from matching.weighing import engine
from matching.weighing.engine import create, run, store
from matching.weighing.model import Model
from sql import frame, statement
from sql import rows as dictionaries

# Of each department: six in ten have a number that the roster has, of these one in a hundred lives elsewhere;
# of the strangers three in a hundred have a double. Both shares weigh on every doubtful row without a number:
# counted some hundred times they tell its odds to a tenth.
PERSONS = 40_000

# Of each department: one random pair in 250 shows a similar birth date, the rarest u that is counted.
RANDOM_PAIRS = 5_000


def population(con: duckdb.DuckDBPyConnection, sources: Sequence[str]) -> pl.DataFrame:
    """Whom rows of `sources` name, and how often.

    Args:
        con: warehouse with `linkage.persons` and the view `person_rows` (source, person_key: every row).
        sources: departments.

    Returns:
        `source, person_key, row_count`.
    """
    asked = {"sources": list(sources), "most": PERSONS}
    return frame(con, statement("linkage/sample/population"), asked)


def draw(con: duckdb.DuckDBPyConnection, persons: pl.DataFrame, most: int = PERSONS) -> None:
    """Write `link_sampled`: some of `persons` as the linker prepares them.

    Their complete numbers that the roster has are in `link_registered` (first17).

    Args:
        con: warehouse with `linkage.persons` and `linkage.members`: a cursor apart from the linker's, for
            what is compared in the sample carries the same names.
        persons: as `population` gives them; kept as `link_population`.
        most: persons of each source.
    """
    store(con, "link_population", persons)
    run(con, "linkage/sample/sample", most=most)
    run(con, "linkage/sample/written")
    writings.normalise(con, "link_written_sample")
    run(con, "linkage/sample/rows")
    run(con, "linkage/sample/registered")
    writings.forget(con)


def damage(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """How the numbers and names of `link_sampled` are written: counts of each source.

    Returns:
        `source, persons`; by kind of number `valid, checksum_wrong, masked, mangled, partial, missing`;
        `hidden_names, lost_characters, kin_names`.
    """
    return dictionaries(con, statement("linkage/sample/damage"))


def pair(con: duckdb.DuckDBPyConnection, *, with_random: bool) -> None:
    """Pair the sample with members: who is one person beyond doubt and, if asked for, strangers at random.

    Writes `link_sampled_pairs` (rid, mid, kind), `link_strangers` (as `link_left`, rows about nobody of the
    roster), and `link_left` and `link_right` without any number.
    """
    run(con, "linkage/sample/blank")
    rows.lay_out(con, "link_blank_sample", rows.villages(con))
    run(con, "linkage/sample/known_pairs")
    if with_random:
        run(con, "linkage/sample/strangers")
        run(con, "linkage/sample/random_pairs", pairs=RANDOM_PAIRS)
    run(con, "linkage/sample/blank_members")
    engine.set_right(con, "link_drawn_members")


def count_known(con: duckdb.DuckDBPyConnection, chosen: Model) -> None:
    """Write `link_known_counts` (source, comparison, level, pairs, rows) of pairs that the model compares.

    Each comparison is counted in pairs of its kind.
    """
    kinds = [(name, said.counted_by) for name, said in chosen.comparisons.items()]
    _compare(con, chosen, kinds)
    create(con, "link_known_counts", statement("linkage/sample/counts"))


def count_random(con: duckdb.DuckDBPyConnection, chosen: Model) -> None:
    """Write `link_random_counts`, as `count_known`, of all random pairs."""
    _compare(con, every_pair(chosen), [(name, "random") for name in chosen.comparisons])
    create(con, "link_random_counts", statement("linkage/sample/counts"))


def _compare(con: duckdb.DuckDBPyConnection, chosen: Model, kinds: Sequence[tuple[str, str]]) -> None:
    store(con, "link_counted", pl.DataFrame(kinds, schema=["comparison", "kind"], orient="row"))
    create(con, "link_counted_pairs", statement("linkage/sample/pairs"))
    engine.compare(con, chosen, "link_counted_pairs")


def every_pair(chosen: Model) -> Model:
    """The model that keeps also pairs which could not be linked."""
    return replace(chosen, measures={name: replace(m, keep="true") for name, m in chosen.measures.items()})
