"""A second opinion on m: recordlinkage's expectation/conditional maximisation (ECM).

ECM is unsupervised. It looks at rows without a complete number, and estimates from the fields that agree
together in blocked pairs which pairs are one person (Herzog, Scheuren, Winkler, "Data Quality and Record
Linkage Techniques", 2007). Its estimates are shown beside the parameters in force; links do not depend on
them.
"""

from dataclasses import dataclass
from itertools import product
from typing import Any

import duckdb
import numpy as np
import polars as pl

from matching.estimation import sampling
from matching.models.files import BASE
from matching.preparing import rows
from matching.weighing import engine, parameters
from matching.weighing.engine import run
from matching.weighing.model import model
from sql import frame, statement

# Per department: ECM only counts distinct vectors, so more pairs would only take longer to make.
PAIRS = 12_500

# Two classes of k fields have 2 k + 1 unknowns for 2^k - 1 observed shares: any result fits three fields.
LEAST_FIELDS = 4

# A few dozen pairs contain too few of each class to estimate shares.
LEAST_PAIRS = 300

MOST_ITERATIONS = 1_000
CHANGE = 1e-5  # ECM may stop when no probability changes more than this in an iteration

# Which levels of our comparisons count as agreement of a field.
FIELDS = {
    "name": ("damaged_name", ["same", "homophone", "look_alike", "one_edit"]),
    "birth": ("birth", ["date"]),
    "place": ("place", ["village"]),
    "sex": ("sex", ["same"]),
    "ending": ("number", ["ends_4"]),
}


@dataclass(frozen=True)
class Fit:
    """ECM's result for the pairs of one department.

    Attributes:
        pairs: number of pairs in which all `fields` are known.
        fields: that were compared; the others are known in too few pairs, or equal in all.
        m: by field, the share of agreement among pairs that are one person; empty without a result.
        u: by field, the share of agreement among pairs that are two persons.
        matches: estimated share of pairs that are one person.
        iterations: number of iterations.
        outcome: `converged`, `stopped` (at `MOST_ITERATIONS`), `failed` (a probability became 0), `unclear`
            (the two classes do not look like matches and non-matches) or `too_few` (pairs or fields).
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
    """The m in force, by source and field."""
    parameters.in_force(con)
    saved = frame(con, "SELECT source, comparison, level, m FROM link_parameters")
    return {
        source: {field: _agreeing(levels, *of_field) for field, of_field in FIELDS.items()}
        for (source,), levels in saved.sort("source").group_by("source", maintain_order=True)
        if source != BASE
    }


def _agreeing(saved: pl.DataFrame, comparison: str, levels: list[str]) -> float:
    agreeing = saved.filter(comparison=comparison).filter(pl.col("level").is_in(levels))["m"].sum()
    return min(float(agreeing), 1.0)  # levels are shrunk one by one, so that their sum may exceed 1


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
        vectors: columns of `FIELDS`: 1 agrees, 0 does not, NULL cannot be compared. First fields known in few
            pairs are left out, then pairs that lack one of the others, because ECM takes NULL for a
            difference.
    """
    fields = sorted(vectors.columns, key=lambda name: vectors[name].count(), reverse=True)
    while vectors.select(fields).drop_nulls().height < LEAST_PAIRS and len(fields) > LEAST_FIELDS:
        fields.pop()
    complete = vectors.select(name for name in vectors.columns if name in fields).drop_nulls()
    varying = complete.select(name for name in complete.columns if complete[name].n_unique() == 2)
    if varying.width < LEAST_FIELDS or varying.height < LEAST_PAIRS:
        return Fit(varying.height, varying.columns, {}, {}, None, 0, "too_few")
    return _fitted(varying)


def _fitted(complete: pl.DataFrame) -> Fit:
    import recordlinkage  # takes three seconds, so only when the check is requested

    # A new classifier each time, because it cannot be fitted twice; a random start could swap the classes.
    make: Any = recordlinkage.ECMClassifier  # untyped
    classifier = make(init="jaro", max_iter=MOST_ITERATIONS, atol=CHANGE)
    with np.errstate(all="ignore"):  # a probability of 0 is reported as `failed`
        classifier.fit(_smoothed(complete).to_pandas())
    m = {field: float(share[1]) for field, share in classifier.m_probs.items()}
    u = {field: float(share[1]) for field, share in classifier.u_probs.items()}
    iterations, outcome = _outcome(classifier.kernel, m, u)
    return Fit(complete.height, complete.columns, m, u, float(classifier.p), iterations, outcome)


def _smoothed(complete: pl.DataFrame) -> pl.DataFrame:
    """The pairs plus a tenth of a pair of every combination, because ECM fails if a probability becomes 0."""
    every = product([0, 1], repeat=complete.width)
    combinations = pl.DataFrame(list(every), schema=complete.schema, orient="row")
    return pl.concat([complete] * 10 + [combinations])


def _outcome(kernel: Any, m: dict[str, float], u: dict[str, float]) -> tuple[int, str]:
    """Iterations and outcome, which ECM only logs: at `MOST_ITERATIONS` it stops as if it had converged."""
    priors = np.exp(kernel._logging_class_log_prior)
    probabilities = np.exp(kernel._logging_feature_log_prob)
    iterations = len(priors) - 1
    moved = max(np.ptp(priors[-2:], axis=0).max(), np.ptp(probabilities[..., -2:], axis=-1).max())
    if moved <= 2 * CHANGE:  # it stops at CHANGE (absolute) plus 1e-5 (relative)
        return iterations, "converged" if sum(m.values()) > sum(u.values()) else "unclear"
    return iterations, "stopped" if iterations == MOST_ITERATIONS and np.isfinite(moved) else "failed"
