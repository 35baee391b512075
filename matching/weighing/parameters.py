"""The m and u that links are weighed by: as a source's model declares them, or as they were estimated.

Saved once and kept: a person's link is then a function of the person, the candidates and these figures, and
relinking whoever has new candidates gives the same as relinking everybody.
"""

import duckdb
import polars as pl

from matching.weighing import compiler
from matching.weighing.engine import create, store
from matching.weighing.model import BASE, Frequency, Model, model
from sql import statement

# What the roster says of a value weighs as much as so many strangers who have it: of a name that one in a
# million has a sample says nothing, of one in a thousand all.
PSEUDO_MET = 2

PRIOR, REGISTERED, ONE_MEMBER = "prior", "registered", "one_member"

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
    """M and u of `source` as its model declares them; u NULL where it is worked out pair by pair."""
    levels = [
        (source, comparison, level, said.m, None if isinstance(said.u, Frequency) else said.u)
        for comparison, compared in chosen.comparisons.items()
        for level, said in compared.levels.items()
    ]
    prior = (source, PRIOR, REGISTERED, chosen.prior.registered, None)
    return pl.DataFrame([*levels, prior], schema=SCHEMA, orient="row")


def count_frequencies(con: duckdb.DuckDBPyConnection, chosen: Model) -> None:
    """Write `link_frequencies` (comparison, value, frequency): how common each value is in `link_right`."""
    create(con, "link_frequencies", compiler.term_frequencies(chosen))


def save_frequencies(con: duckdb.DuckDBPyConnection, chosen: Model) -> None:
    """Save `link_frequencies`, brought nearer to what `link_strangers` have."""
    create(con, "link_met_terms", compiler.met_terms(chosen))
    con.execute("DELETE FROM linkage.term_frequencies")
    con.execute(statement("linkage/estimate/frequencies"), {"pseudo_met": PSEUDO_MET})
