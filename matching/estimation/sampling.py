"""A normalised sample of persons, and the comparison levels of pairs in it.

The number shows which pairs are one person; they are then compared as if nobody had a number, to see how the
other fields of such pairs agree.
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

# Per department. Six in ten have a number of the roster, and one in a hundred of these lives elsewhere; three
# in a hundred strangers have a double among the members. Both shares affect every doubtful row without a
# number; seen some hundred times, they give its odds to within a tenth.
PERSONS = 40_000

# Per department. One random pair in 250 has a similar birth date, the rarest u that is counted.
RANDOM_PAIRS = 5_000


def population(con: duckdb.DuckDBPyConnection, sources: Sequence[str]) -> pl.DataFrame:
    """Persons named in the rows of `sources`, and how often.

    Args:
        con: warehouse with `linkage.persons` and the view `person_rows` (source, person_key: every row).
        sources: departments.

    Returns:
        `source, person_key, row_count`.
    """
    return frame(con, statement("linkage/sample/population"), {"sources": list(sources), "most": PERSONS})


def draw(con: duckdb.DuckDBPyConnection, persons: pl.DataFrame, most: int = PERSONS) -> None:
    """Write `link_sampled`: some of `persons` as the linker prepares them.

    Those of their complete numbers that are in the roster go to `link_registered` (first17).

    Args:
        con: warehouse with `linkage.persons` and `linkage.members`; a cursor other than the linker's, because
            the temporary relations of the sample have the same names.
        persons: as `population` returns them; kept as `link_population`.
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
    """How the numbers and names of `link_sampled` are written: counts per source.

    Returns:
        `source, persons`; per kind of number `valid, checksum_wrong, masked, mangled, partial, missing`;
        `hidden_names, lost_characters, kin_names`.
    """
    return dictionaries(con, statement("linkage/sample/damage"))


def pair(con: duckdb.DuckDBPyConnection, *, with_random: bool) -> None:
    """Pair the sample with members: pairs that are certainly one person and, on request, random strangers.

    Writes `link_sampled_pairs` (rid, mid, kind), `link_strangers` (columns of `link_left`; rows about nobody
    in the roster), and `link_left` and `link_right` without any number.
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
    """Write `link_known_counts` (source, comparison, level, pairs, rows) for pairs that are one person.

    Each comparison is counted in the pairs that its `counted_by` names.
    """
    kinds = [(name, comparison.counted_by) for name, comparison in chosen.comparisons.items()]
    _compare(con, chosen, kinds)
    create(con, "link_known_counts", statement("linkage/sample/counts"))


def count_random(con: duckdb.DuckDBPyConnection, chosen: Model) -> None:
    """Write `link_random_counts` (columns as in `count_known`) for all random pairs."""
    _compare(con, every_pair(chosen), [(name, "random") for name in chosen.comparisons])
    create(con, "link_random_counts", statement("linkage/sample/counts"))


def _compare(con: duckdb.DuckDBPyConnection, chosen: Model, kinds: Sequence[tuple[str, str]]) -> None:
    store(con, "link_counted", pl.DataFrame(kinds, schema=["comparison", "kind"], orient="row"))
    create(con, "link_counted_pairs", statement("linkage/sample/pairs"))
    engine.compare(con, chosen, "link_counted_pairs")


def every_pair(chosen: Model) -> Model:
    """The model without its `keep` conditions, so that pairs which could never be linked are kept too."""
    return replace(chosen, measures={name: replace(m, keep="true") for name, m in chosen.measures.items()})
