"""Draws the kinds of damage for rows, and applies them."""

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl

from flows.demo.people.draws import Bools, Ints, Rng, declared, pick, words
from flows.demo.writing.damage import damaged, eligible, person_damage
from flows.demo.writing.dirt import Dirt

_WRITTEN = ["name", "id_number", "birth_date", "sex", "address"]  # the columns that damage can change


def with_damage(
    rows: pl.DataFrame, completed: Callable[[pl.DataFrame], pl.DataFrame] = lambda rows: rows
) -> pl.DataFrame:
    """Applies the damage that the rows are labelled with.

    Args:
        rows: with `damage`: `clean`, or the kinds.
        completed: adds the columns that only damage reads, to the rows that need them.

    Returns:
        The rows in their order.
    """
    touched = completed(rows.with_row_index("position").filter(pl.col("damage") != "clean"))
    by_label = touched.partition_by("damage", as_dict=True, maintain_order=True)
    written = [column for column in _WRITTEN if column in rows.columns]
    parts = [damaged(str(label), part)[["position", *written]] for (label,), part in by_label.items()]
    if not parts:
        return rows
    changed = pl.concat(parts)
    return rows.with_columns(rows[column].scatter(changed["position"], changed[column]) for column in written)


def drawn_kinds(rng: Rng, rows: pl.DataFrame, rates: Mapping[str, float]) -> pl.Series:
    """One kind of damage per row, `clean` for most.

    Args:
        rng: source of the draws.
        rows: with every column that the limits of the kinds read.
        rates: share of all rows by kind.
    """
    limits = {label: limit for label in rates if (limit := eligible(label)) is not None}
    able = rows.select(limit.fill_null(value=False).alias(label) for label, limit in limits.items())
    code = np.zeros(rows.height, np.int64)
    # Kinds that few rows can have are drawn first, so that each reaches its rate.
    limited = sorted(limits, key=lambda label: int(able[label].sum()))
    for number, label in enumerate(limited, start=1):
        code[_chosen(rng, able[label].to_numpy() & (code == 0), rates[label])] = number
    anywhere = [label for label in rates if label not in limits]
    drawn = _drawn(rng, [rates[label] for label in anywhere], code == 0)
    code = np.where(drawn > 0, drawn + len(limited), code)
    return words(["clean", *limited, *anywhere], code)


def drawn_further_kinds(rng: Rng, rows: pl.DataFrame, dirt: Dirt) -> pl.Series:
    """Adds further kinds of damage: those in addition to a first kind, and those of any row.

    A field is damaged once: a row whose name is changed already gets no other change of the name.

    Args:
        rng: source of the draws.
        rows: with `damage` and every column that the limits of the kinds read.
        dirt: `also` and `anywhere` are the rates of the further kinds.

    Returns:
        `damage`, joined by `+` with further kinds.
    """
    unsure = rows["damage"].is_in(declared("writing/damage")["number_unsure"])
    drawn_among = [(rates, unsure) for rates in _by_field(dirt.also)]
    drawn_among += [
        (rates, pl.repeat(value=True, n=rows.height, eager=True)) for rates in _by_field(dirt.anywhere)
    ]
    labels = rows["damage"]
    for rates, among in drawn_among:
        places = (among & ~_changing(labels, _fields(next(iter(rates))))).arg_true()
        labels = labels.scatter(places, _joined(labels[places], drawn_kinds(rng, rows[places], rates)))
    return labels


def _by_field(rates: Mapping[str, float]) -> list[dict[str, float]]:
    """The rates in groups of kinds that change the same columns."""
    groups: dict[frozenset[str], dict[str, float]] = {}
    for kind, rate in rates.items():
        groups.setdefault(_fields(kind), {})[kind] = rate
    return list(groups.values())


def _fields(kind: str) -> frozenset[str]:
    return frozenset(person_damage()[kind])


def _changing(labels: pl.Series, fields: frozenset[str]) -> pl.Series:
    """Whether one of the label's kinds changes one of the columns."""
    kinds = [kind for kind in person_damage() if _fields(kind) & fields]
    return labels.str.split("+").list.set_intersection(kinds).list.len() > 0


def _joined(labels: pl.Series, further: pl.Series) -> pl.Series:
    both = pl.when(labels == "clean").then(further).otherwise(labels + "+" + further)
    return pl.select(pl.when(further == "clean").then(labels).otherwise(both).alias("damage")).to_series()


def _chosen(rng: Rng, candidates: Bools, rate: float) -> Bools:
    """Some of the candidates: about `rate` of all rows."""
    share = rate * len(candidates) / max(int(candidates.sum()), 1)
    return candidates & (rng.random(len(candidates)) < share)


def _drawn(rng: Rng, rates: list[float], free: Bools) -> Ints:
    """For each free row the number of its kind, from 1; 0 for most of them and for all other rows."""
    shares = np.array(rates) * len(free) / max(int(free.sum()), 1)
    return np.where(free, pick(rng, [max(0.0, 1 - shares.sum()), *shares], len(free)), 0)
