"""m, u and the prior, counted in the county's own rows, shrunk towards the declared values, and saved once.

m is counted in pairs whose complete number shows that they are one person. u is counted in random pairs of a
member and a stranger (a person whose complete number is not in the roster), because the alternative to a link
is that the row is about a stranger. Both are plain counts, without an iteration that has to converge
(`matching.estimation.ecm` checks them independently). What such pairs cannot show keeps its declared value:
the comparison of the number itself, and every level that the model calls `fixed`.
"""

import duckdb
import polars as pl

from matching.estimation import declared, sampling
from matching.models.files import BASE
from matching.weighing import engine, parameters
from matching.weighing.engine import run, store
from matching.weighing.model import Frequency, model
from sql import count, frame, own_cursor, statement

# The declared value weighs as much as this many pairs: in a department with a few hundred rows, a level that
# was never seen keeps an m of the declared order; with ten thousand rows, the county's own counts decide.
PSEUDO_PAIRS = 200

# Departments differ by a third: the others' share of a level weighs as much as seeing the level ten times.
ALIKE = 10

# A stranger who is a double of a member is rare: the declared value weighs as much as this many strangers.
PSEUDO_STRANGERS = 500

# Whatever a department's rows show, the next one may be about a stranger, or about somebody in the roster.
LEAST_PRIOR = 0.02

_TOGETHER = {"source": pl.String, "level": pl.String, "u": pl.Float64}
_PRIORS = {"source": pl.String, "registered": pl.Float64}


def estimate(con: duckdb.DuckDBPyConnection, period: str) -> None:
    """Estimate everything again and save it in `linkage.parameters` and `linkage.term_frequencies`.

    Args:
        con: warehouse with `linkage.persons`, `linkage.members`, `roster.households` and the view
            `person_rows` (source, person_key: every row).
        period: recorded as the date of the estimate.
    """
    run(con, "linkage/estimate/forget")
    estimate_new(con, period)


def estimate_new(con: duckdb.DuckDBPyConnection, period: str) -> None:
    """Estimate what has no estimate yet: everything in the first run, later only new departments."""
    sources = [source for (source,) in con.execute(statement("linkage/estimate/new_sources")).fetchall()]
    if sources:
        persons = sampling.population(con, sources)
        with own_cursor(con) as own:
            _estimate(own, sources, persons, period)
    declared.note(con)


def estimated_anew(con: duckdb.DuckDBPyConnection, period: str) -> pl.DataFrame:
    """Call `estimate` and report the changes.

    Returns:
        `source, comparison, level, m, u, m_rows, u_pairs, estimated`; `m_before, u_before, estimated_before`;
        `bits`, the change of the weight (or of the prior's log2 odds). The largest change comes first.
    """
    store(con, "link_before", _in_force(con))
    estimate(con, period)
    store(con, "link_after", _in_force(con))
    return frame(con, statement("linkage/estimate/changes"))


def _in_force(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    parameters.in_force(con)
    return frame(con, statement("linkage/estimate/in_force"), {"base": BASE})


def _estimate(con: duckdb.DuckDBPyConnection, sources: list[str], persons: pl.DataFrame, period: str) -> None:
    store(con, "link_declared_levels", _levels(sources))
    store(con, "link_declared_priors", _priors(sources))
    sampling.draw(con, persons)
    sampling.pair(con, with_random=True)
    sampling.count_known(con, model())
    sampling.count_random(con, model())
    values = {"pseudo_pairs": PSEUDO_PAIRS, "period": period}
    run(con, "linkage/estimate/parameters", **values, alike=ALIKE)
    run(con, "linkage/estimate/sequences", **values)
    run(con, "linkage/estimate/priors", **values, least=LEAST_PRIOR)
    engine.set_right(con, "linkage.members")
    parameters.count_frequencies(con, model())
    store(con, "link_declared_together", _together(sources))
    run(con, "linkage/estimate/coincidence", pseudo_strangers=PSEUDO_STRANGERS, alike=ALIKE, period=period)
    if not count(con, "SELECT count(*) FROM linkage.term_frequencies"):
        parameters.save_frequencies(con, model())
        run(con, "linkage/estimate/one_member", source=BASE, period=period)


def _levels(sources: list[str]) -> pl.DataFrame:
    levels = [
        (
            source,
            comparison,
            level,
            declared_level.m,
            None if isinstance(declared_level.u, Frequency) else declared_level.u,
            declared_level.m * compared.least_share,
        )
        for source in sources
        for comparison, compared in model(source).comparisons.items()
        for level, declared_level in compared.levels.items()
        if not declared_level.fixed
    ]
    schema = parameters.SCHEMA | {"least_m": pl.Float64}
    return pl.DataFrame(levels, schema=schema, orient="row")


def _priors(sources: list[str]) -> pl.DataFrame:
    priors = [(source, model(source).prior.registered) for source in sources]
    return pl.DataFrame(priors, schema=_PRIORS, orient="row")


def _together(sources: list[str]) -> pl.DataFrame:
    levels = [
        (source, level, declared_level.u)
        for source in sources
        for compared in model(source).comparisons.values()
        for level, declared_level in compared.levels.items()
        if declared_level.excess_over
    ]
    return pl.DataFrame(levels, schema=_TOGETHER, orient="row")
