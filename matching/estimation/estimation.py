"""m, u and the prior as the county's own rows show them: counted, shrunk, saved once.

m is counted in pairs that are one person by their complete number; u in random pairs of a member and a
stranger, whose complete number the roster lacks: that the row is about a stranger is what a link is weighed
against. Both come free here, so that nothing has to converge (`matching.estimation.ecm` checks them
independently). What pairs by the number cannot show stays as declared: the number itself, and every level
that the model calls `fixed`.
"""

import duckdb
import polars as pl

from matching.estimation import declared, sampling
from matching.weighing import engine, parameters
from matching.weighing.engine import run, store
from matching.weighing.model import BASE, Frequency, model
from sql import count, frame, own_cursor, statement

# What is declared weighs as much as so many pairs: of a department with a few hundred rows a level that was
# never seen keeps an m of the declared order, and with ten thousand the county's own rows decide.
PSEUDO_PAIRS = 200

# Departments differ by a third: what the others show of a level weighs as much as seeing it ten times.
ALIKE = 10

# A double among strangers is rare: what is declared weighs as much as so many of them.
PSEUDO_STRANGERS = 500

# However a department looks, its next row may be about a stranger, or about somebody of the roster.
LEAST_PRIOR = 0.02

_TOGETHER = {"source": pl.String, "level": pl.String, "u": pl.Float64}
_PRIORS = {"source": pl.String, "registered": pl.Float64}


def estimate(con: duckdb.DuckDBPyConnection, period: str) -> None:
    """Estimate everything anew and save it in `linkage.parameters` and `linkage.term_frequencies`.

    Args:
        con: warehouse with `linkage.persons`, `linkage.members`, `roster.households` and the view
            `person_rows` (source, person_key: every row).
        period: noted as the date of the estimate.
    """
    run(con, "linkage/estimate/forget")
    estimate_new(con, period)


def estimate_new(con: duckdb.DuckDBPyConnection, period: str) -> None:
    """Estimate what never was: in the first run all, later departments that send for the first time."""
    sources = [source for (source,) in con.execute(statement("linkage/estimate/new_sources")).fetchall()]
    if sources:
        persons = sampling.population(con, sources)
        with own_cursor(con) as own:
            _estimate(own, sources, persons, period)
    declared.note(con)


def estimated_anew(con: duckdb.DuckDBPyConnection, period: str) -> pl.DataFrame:
    """`estimate`, and what it changed.

    Returns:
        `source, comparison, level, m, u, m_rows, u_pairs, estimated`; `m_before, u_before, estimated_before`;
        `bits`, by which the weight moved (or the log odds of the prior). What moved most comes first.
    """
    store(con, "link_before", _in_force(con))
    estimate(con, period)
    store(con, "link_after", _in_force(con))
    return frame(con, statement("linkage/estimate/changes"))


def _in_force(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    parameters.in_force(con)
    return frame(con, statement("linkage/estimate/in_force"), {"base": BASE})


def is_pending(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether links were weighed by other parameters than those in force: they must all be made anew."""
    return con.execute("SELECT digest FROM linkage.weighed_by").fetchall() != digest(con)


def note_weighed(con: duckdb.DuckDBPyConnection) -> None:
    """Note that all links are weighed by the parameters in force."""
    con.execute("DELETE FROM linkage.weighed_by")
    con.execute("INSERT INTO linkage.weighed_by VALUES ($digest)", {"digest": digest(con)[0][0]})


def digest(con: duckdb.DuckDBPyConnection) -> list[tuple[int]]:
    """One number for everything estimated that links are weighed by."""
    return con.execute(statement("linkage/estimate/digest")).fetchall()


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
            said.m,
            None if isinstance(said.u, Frequency) else said.u,
            said.m * compared.least_share,
        )
        for source in sources
        for comparison, compared in model(source).comparisons.items()
        for level, said in compared.levels.items()
        if not said.fixed
    ]
    schema = parameters.SCHEMA | {"least_m": pl.Float64}
    return pl.DataFrame(levels, schema=schema, orient="row")


def _priors(sources: list[str]) -> pl.DataFrame:
    priors = [(source, model(source).prior.registered) for source in sources]
    return pl.DataFrame(priors, schema=_PRIORS, orient="row")


def _together(sources: list[str]) -> pl.DataFrame:
    levels = [
        (source, level, said.u)
        for source in sources
        for compared in model(source).comparisons.values()
        for level, said in compared.levels.items()
        if said.excess_over
    ]
    return pl.DataFrame(levels, schema=_TOGETHER, orient="row")
