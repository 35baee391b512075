"""The m and u probabilities in force: as estimated, otherwise as declared in the source's model.

Estimates are saved once and kept. A person's link is therefore a function of the person, the candidates and
these figures, and linking only the persons with new candidates again gives the same as linking everybody.
"""

import duckdb
import polars as pl

from matching.models.files import BASE
from matching.weighing import compiler
from matching.weighing.engine import create, store
from matching.weighing.model import PRIOR, REGISTERED, Frequency, Model, model
from sql import statement

# The frequency of a value in the roster weighs as much as this many strangers who have the value: a sample
# shows nothing about a name that one person in a million has, and everything about one in a thousand.
PSEUDO_MET = 2

SCHEMA = {
    "source": pl.String,
    "comparison": pl.String,
    "level": pl.String,
    "m": pl.Float64,
    "u": pl.Float64,
}


def in_force(con: duckdb.DuckDBPyConnection) -> None:
    """Write `link_parameters` (source, comparison, level, m, u) and `link_priors` (source, odds).

    Reads `linkage.persons`, `linkage.parameters` and `linkage.members`.
    """
    sources = [source for (source,) in con.execute(statement("linkage/weigh/sources")).fetchall()]
    stated = pl.concat([declared(source, model(source)) for source in [BASE, *sources]])
    store(con, "link_declared", stated)
    con.execute(statement("linkage/weigh/parameters_in_force"))
    con.execute(statement("linkage/weigh/priors"), {"pseudo_members": model().prior.pseudo_members})


def declared(source: str, chosen: Model) -> pl.DataFrame:
    """M and u of `source` as its model declares them; u is NULL where it is computed pair by pair."""
    levels = [
        (source, comparison, name, level.m, None if isinstance(level.u, Frequency) else level.u)
        for comparison, compared in chosen.comparisons.items()
        for name, level in compared.levels.items()
    ]
    prior = (source, PRIOR, REGISTERED, chosen.prior.registered, None)
    return pl.DataFrame([*levels, prior], schema=SCHEMA, orient="row")


def count_frequencies(con: duckdb.DuckDBPyConnection, chosen: Model) -> None:
    """Write `link_frequencies` (comparison, value, frequency): how common each value is in `link_right`."""
    create(con, "link_frequencies", compiler.term_frequencies(chosen))


def save_frequencies(con: duckdb.DuckDBPyConnection, chosen: Model) -> None:
    """Save `link_frequencies`, corrected by the values of `link_strangers`."""
    create(con, "link_met_terms", compiler.met_terms(chosen))
    con.execute("DELETE FROM linkage.term_frequencies")
    con.execute(statement("linkage/estimate/frequencies"), {"pseudo_met": PSEUDO_MET})
