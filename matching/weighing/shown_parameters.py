"""The figures that links are weighed by, as a person looks at them."""

import duckdb
import polars as pl

from matching.models.files import BASE
from matching.weighing import parameters
from matching.weighing.engine import store
from matching.weighing.model import Frequency, model
from sql import frame, statement

_PAIRWISE = {
    "source": pl.String,
    "comparison": pl.String,
    "level": pl.String,
    "term": pl.String,
    "times": pl.Float64,
    "at_least": pl.Float64,
}


def shown(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The m and u in force of every comparison level.

    Args:
        con: warehouse; read only is enough.

    Returns:
        `source, comparison, level, m, u, u_rare, u_common`, without the prior. Where u is the frequency of
        the value, it is NULL and the last two are the u of a rare and of a common one: a tenth of the
        roster's members have one that is as rare, or rarer, and a tenth one that is as common, or commoner.
        They are NULL too where u depends on more than the value.
    """
    parameters.in_force(con)
    sources = [source for (source,) in con.execute("SELECT DISTINCT source FROM link_parameters").fetchall()]
    store(con, "link_pairwise", pl.concat(_pairwise(source) for source in sources))
    return frame(con, statement("linkage/evaluate/parameters"), {"base": BASE})


def _pairwise(source: str) -> pl.DataFrame:
    levels = [
        (source, comparison, level, said.u.term_frequency, said.u.times, said.u.at_least)
        for comparison, compared in model(source).comparisons.items()
        for level, said in compared.levels.items()
        if isinstance(said.u, Frequency)
        and (said.u.expression, said.u.no_less_than) == (Frequency.expression, None)
    ]
    return pl.DataFrame(levels, schema=_PAIRWISE, orient="row")
