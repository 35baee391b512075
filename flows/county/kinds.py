"""Which row gets which kind of damage."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from flows.county.damage import damaged, eligible
from flows.county.draws import Bools, Ints, Rng, pick, words


def with_damage(rng: Rng, rows: pl.DataFrame, rates: Mapping[str, float]) -> pl.DataFrame:
    """Damages some rows, one kind each.

    Args:
        rng: source of the draws.
        rows: with every column that the kinds of `rates` read.
        rates: share of all rows by kind.

    Returns:
        The rows in their order, with `damage`: `clean` or the kind.
    """
    labelled = rows.with_columns(damage=_labels(rng, rows, rates), position=pl.int_range(pl.len()))
    by_label = labelled.partition_by("damage", as_dict=True, maintain_order=True)
    parts = [damaged(str(label), part) for (label,), part in by_label.items()]
    return pl.concat(parts or [labelled]).sort("position").drop("position")


def _labels(rng: Rng, rows: pl.DataFrame, rates: Mapping[str, float]) -> pl.Series:
    limits = {label: limit for label in rates if (limit := eligible(label)) is not None}
    able = rows.select(limit.fill_null(value=False).alias(label) for label, limit in limits.items())
    code = np.zeros(rows.height, np.int64)
    # Kinds that few rows allow choose first, so that each reaches its rate.
    limited = sorted(limits, key=lambda label: int(able[label].sum()))
    for number, label in enumerate(limited, start=1):
        code[_chosen(rng, able[label].to_numpy() & (code == 0), rates[label])] = number
    anywhere = [label for label in rates if label not in limits]
    drawn = _drawn(rng, [rates[label] for label in anywhere], code == 0)
    code = np.where(drawn > 0, drawn + len(limited), code)
    return words(["clean", *limited, *anywhere], code)


def _chosen(rng: Rng, candidates: Bools, rate: float) -> Bools:
    """Of the candidates about as many as make `rate` of all."""
    share = rate * len(candidates) / max(int(candidates.sum()), 1)
    return candidates & (rng.random(len(candidates)) < share)


def _drawn(rng: Rng, rates: list[float], free: Bools) -> Ints:
    """For each free row the number of its kind, from 1; 0 for most of them and for those not free."""
    shares = np.array(rates) * len(free) / max(int(free.sum()), 1)
    return np.where(free, pick(rng, [max(0.0, 1 - shares.sum()), *shares], len(free)), 0)
