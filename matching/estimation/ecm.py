"""A second opinion on m: recordlinkage's expectation/conditional maximisation on rows without a whole number.

It is told nothing of who is who: from which fields of blocked pairs agree together it works out by itself
which pairs are one person (Herzog, Scheuren, Winkler, "Data Quality and Record Linkage Techniques", 2007).
What it says stands beside what links are weighed by, and weighs nothing itself.
"""

from dataclasses import dataclass
from itertools import product
from typing import Any

import duckdb
import numpy as np
import polars as pl

from matching.estimation import sampling
from matching.preparing import rows
from matching.weighing import engine, parameters
from matching.weighing.engine import run
from matching.weighing.model import BASE, model
from sql import frame, statement

# Of each department: ECM only counts distinct vectors, more pairs would only be slower to find.
PAIRS = 12_500

# Two classes of k fields have 2 k + 1 unknowns and show 2^k - 1 shares: of three fields any answer fits.
LEAST_FIELDS = 4

# A few dozen pairs have too few of either class for shares of it.
LEAST_PAIRS = 300

MOST_ITERATIONS = 1_000
CHANGE = 1e-5  # of any probability in one iteration, below which ECM may stop

# Which of our levels a field that agrees stands for.
FIELDS = {
    "name": ("damaged_name", ["same", "homophone", "look_alike", "one_edit"]),
    "birth": ("birth", ["date"]),
    "place": ("place", ["village"]),
    "sex": ("sex", ["same"]),
    "ending": ("number", ["ends_4"]),
}


@dataclass(frozen=True)
class Fit:
    """What ECM made of the pairs of one department.

    Attributes:
        pairs: with all `fields` known.
        fields: compared; the others were known in too few pairs, or alike in all.
        m: by field, the share that agrees among pairs of one person; empty if nothing came of it.
        u: the same among pairs of two.
        matches: estimated share of pairs that are one person.
        iterations: made.
        outcome: `converged`, `stopped` (at the most iterations), `failed` (a probability became 0), `unclear`
            (its two classes do not look like one person and two) or `too_few` (pairs or fields).
    """

    pairs: int
    fields: list[str]
    m: dict[str, float]
    u: dict[str, float]
    matches: float | None
    iterations: int
    outcome: str


def check(con: duckdb.DuckDBPyConnection) -> dict[str, Fit]:
    """Fit each department's pairs.

    Args:
        con: warehouse with `linkage.members`; `link_sampled` as `sampling.draw` leaves it.
    """
    vectors = _vectors(con)
    sources = vectors["source"].unique().sort()
    return {source: fit(vectors.filter(pl.col("source") == source).select(*FIELDS)) for source in sources}


def ours(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, float]]:
    """By source and field, the m that links are weighed by."""
    parameters.in_force(con)
    saved = frame(con, "SELECT source, comparison, level, m FROM link_parameters")
    return {
        source: {field: _agreeing(levels, *said) for field, said in FIELDS.items()}
        for (source,), levels in saved.sort("source").group_by("source", maintain_order=True)
        if source != BASE
    }


def _agreeing(saved: pl.DataFrame, comparison: str, levels: list[str]) -> float:
    agreeing = saved.filter(comparison=comparison).filter(pl.col("level").is_in(levels))["m"].sum()
    return min(float(agreeing), 1.0)  # each level leans on other departments by itself: a sum may pass 1


def _vectors(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    chosen = model()
    run(con, "linkage/estimate/ecm_rows")
    rows.lay_out(con, "link_numberless_sample", rows.villages(con))
    engine.set_right(con, "linkage.members")
    engine.find_pairs(con, chosen)
    run(con, "linkage/estimate/ecm_pairs", most=PAIRS)
    engine.compare(con, sampling.every_pair(chosen), "link_ecm_pairs")
    return frame(con, statement("linkage/estimate/ecm_vectors"))


def fit(vectors: pl.DataFrame) -> Fit:
    """Fit pairs of one department.

    Args:
        vectors: columns of `FIELDS`: 1 agrees, 0 does not, NULL cannot be compared. Fields that few
            pairs know are left out, then pairs that lack one of the others: to ECM a gap is a difference.
    """
    fields = sorted(vectors.columns, key=lambda name: vectors[name].count(), reverse=True)
    while vectors.select(fields).drop_nulls().height < LEAST_PAIRS and len(fields) > LEAST_FIELDS:
        fields.pop()
    complete = vectors.select(name for name in vectors.columns if name in fields).drop_nulls()
    told = complete.select(name for name in complete.columns if complete[name].n_unique() == 2)
    if told.width < LEAST_FIELDS or told.height < LEAST_PAIRS:
        return Fit(told.height, told.columns, {}, {}, None, 0, "too_few")
    return _fitted(told)


def _fitted(complete: pl.DataFrame) -> Fit:
    import recordlinkage  # three seconds, and only who asks for the check pays them

    # A fresh one each time, for it cannot be fitted twice; a random start may swap the classes.
    make: Any = recordlinkage.ECMClassifier  # untyped
    classifier = make(init="jaro", max_iter=MOST_ITERATIONS, atol=CHANGE)
    with np.errstate(all="ignore"):  # a probability of 0 is told as `failed`
        classifier.fit(_smoothed(complete).to_pandas())
    m = {field: float(said[1]) for field, said in classifier.m_probs.items()}
    u = {field: float(said[1]) for field, said in classifier.u_probs.items()}
    iterations, outcome = _outcome(classifier.kernel, m, u)
    return Fit(complete.height, complete.columns, m, u, float(classifier.p), iterations, outcome)


def _smoothed(complete: pl.DataFrame) -> pl.DataFrame:
    """A tenth of a pair more of every combination: ECM breaks down over a probability that becomes 0."""
    every = product([0, 1], repeat=complete.width)
    combinations = pl.DataFrame(list(every), schema=complete.schema, orient="row")
    return pl.concat([complete] * 10 + [combinations])


def _outcome(kernel: Any, m: dict[str, float], u: dict[str, float]) -> tuple[int, str]:
    """How it ended. It says so in its log only, and stops at the most iterations as if it had converged."""
    priors = np.exp(kernel._logging_class_log_prior)
    probabilities = np.exp(kernel._logging_feature_log_prob)
    iterations = len(priors) - 1
    moved = max(np.ptp(priors[-2:], axis=0).max(), np.ptp(probabilities[..., -2:], axis=-1).max())
    if moved <= 2 * CHANGE:  # it stops at CHANGE absolute and 1e-5 relative together
        return iterations, "converged" if sum(m.values()) > sum(u.values()) else "unclear"
    return iterations, "stopped" if iterations == MOST_ITERATIONS and np.isfinite(moved) else "failed"
