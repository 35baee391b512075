"""The parameters in force, in a form that people can read."""

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
        the value, `u` is NULL, and the last two columns are the u of a rare and of a common value: a tenth of
        the roster's members have a value at least as rare as the one, and a tenth a value at least as common
        as the other. They are NULL too where u depends on more than the value.
    """
    parameters.in_force(con)
    sources = [source for (source,) in con.execute("SELECT DISTINCT source FROM link_parameters").fetchall()]
    store(con, "link_pairwise", pl.concat(_pairwise(source) for source in sources))
    return frame(con, statement("linkage/evaluate/parameters"), {"base": BASE})


def _pairwise(source: str) -> pl.DataFrame:
    levels = [
        (source, comparison, name, level.u.term_frequency, level.u.times, level.u.at_least)
        for comparison, compared in model(source).comparisons.items()
        for name, level in compared.levels.items()
        if isinstance(level.u, Frequency)
        and (level.u.expression, level.u.no_less_than) == (Frequency.expression, None)
    ]
    return pl.DataFrame(levels, schema=_PAIRWISE, orient="row")
