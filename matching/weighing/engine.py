"""Compare two sets of records by a declared model: block, measure, assign levels, weigh.

The engine knows no language and no kind of record; that knowledge is in the model (`models/*.yaml`) and the
measures (`matching.comparing.measures`). It works on two temporary relations of the connection, `link_left`
with `rid, source` and `link_right` with `mid, hid` (records with the same `hid` are one household), and the
columns that the model names.
"""

import duckdb
import polars as pl

from matching.comparing.measures import MEASURES
from matching.weighing import compiler
from matching.weighing.model import Measure, Model
from sql import frame, statement


def set_right(con: duckdb.DuckDBPyConnection, records: str) -> None:
    """Make `link_right` a view of the relation `records`."""
    con.execute(f"CREATE OR REPLACE TEMP VIEW link_right AS FROM {records}")


def find_pairs(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Write `link_pairs` (rid, mid, same_number) and `link_blocks` (rule, key, members, open)."""
    create(con, "link_row_keys", compiler.row_keys(model))
    create(
        con, "link_member_keys", f"FROM ({compiler.member_keys(model)}) SEMI JOIN link_row_keys USING (key)"
    )
    store(con, "link_caps", pl.DataFrame(compiler.caps(model), schema=["rule", "cap"], orient="row"))
    run(con, "linkage/compare/blocks")
    create(con, "link_blocked", compiler.possible_pairs(model))
    create(con, "link_exact", compiler.exact_pairs(model))
    run(con, "linkage/compare/pairs")


def compare(con: duckdb.DuckDBPyConnection, model: Model, pairs: str = "link_pairs") -> None:
    """Write `link_levels`: the level of each comparison for each pair that the measures keep.

    The records of `link_right` that are in a pair are read once, into `link_candidates`.

    Args:
        con: with `link_left` and `link_right`.
        model: as declared.
        pairs: relation of the pairs to compare (rid, mid, same_number).
    """
    create(con, "link_candidates", f"FROM link_right SEMI JOIN {pairs} USING (mid)")
    _keep_pairs(con, f"FROM {pairs}")
    for name, measure in model.measures.items():
        _measure(con, name, measure)
    create(con, "link_levels", compiler.levels(model))


def _measure(con: duckdb.DuckDBPyConnection, name: str, measure: Measure) -> None:
    create(con, "link_couples_of_pairs", compiler.couples_of_pairs(measure))
    store(con, "link_couples", MEASURES[name](frame(con, compiler.couples(measure))))
    _keep_pairs(con, compiler.measured(measure))


def _keep_pairs(con: duckdb.DuckDBPyConnection, select: str) -> None:
    """Replace `link_measured` (which `select` may read): the remaining pairs with the measures so far."""
    create(con, "link_measured", select)


def weigh(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Write `link_weighed`: `link_levels` with the match weight of each comparison and their sum, `weight`.

    Reads `link_parameters` (source, comparison, level, m, u), `link_priors` (source, odds, members) and
    `linkage.term_frequencies`.
    """
    create(con, "link_weights", compiler.weights(model))
    of_rows = compiler.of_rows(model)
    create(con, "link_weighed", f"SELECT *, {compiler.total(model)} AS weight FROM ({of_rows})")


def create(con: duckdb.DuckDBPyConnection, table: str, select: str, **values: object) -> None:
    """Make a temporary table of a query."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {select}", values)


def store(con: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """Make a temporary table of a frame."""
    con.register("link_frame", frame)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM link_frame")
    con.unregister("link_frame")


def run(con: duckdb.DuckDBPyConnection, name: str, **values: object) -> None:
    """Execute the statement `sql/<name>.sql`."""
    con.execute(statement(name), values)
