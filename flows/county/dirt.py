"""How persons are written in real extracts: the damage, and how often each kind comes."""

from dataclasses import asdict, dataclass

import numpy as np
import polars as pl

from flows.county.damage import eligible, person_damage
from flows.county.draws import Bools, Rng, words
from flows.county.people import Population

_REGISTER_ONLY = ["relation", "kids", "parent_name", "parent_id", "draw", "draw_2", "position"]
_COMPOUND = ("wrong_digit", "swapped_digits", "missing_number")  # these may come with a damaged name


@dataclass(frozen=True)
class Dirt:
    """Shares of all rows. The kinds of damage of a person exclude each other, `compound` aside.

    A kind that few rows allow (a rare character, a number ending in X) comes as often as they allow.
    """

    lower_case_x: float = 0.012
    full_width: float = 0.012
    spaced_number: float = 0.012
    apostrophe: float = 0.012
    fifteen_digits: float = 0.01
    scientific: float = 0.01
    trailing_zeros: float = 0.008
    wrong_digit: float = 0.015
    swapped_digits: float = 0.012
    masked: float = 0.015
    missing_number: float = 0.018
    child_of_parent: float = 0.008
    child_without_trace: float = 0.002
    traditional: float = 0.01
    homophone: float = 0.008
    look_alike: float = 0.006
    spaced_name: float = 0.006
    other_interpunct: float = 0.002
    rare_lost: float = 0.002
    compound: float = 0.004
    """Rows with a wrong, swapped or missing number whose name is damaged too."""
    outsiders: float = 1 / 3
    """Rows about people who are not in the roster."""
    late: float = 0.01
    """Rows that arrive a month late."""
    resent: float = 0.005
    """Rows sent again next month with changed amounts."""
    reversed: float = 0.01
    """Settlements cancelled next month."""
    repeated: float = 0.003
    """Rows that stand twice in one file."""
    spoiled: float = 0.002
    """Further rows with an unreadable, blank or impossible cell."""

    def damages(self) -> dict[str, float]:
        """Share of rows by kind of damage of the person."""
        return {kind: rate for kind, rate in asdict(self).items() if kind in person_damage()}


def write_persons(
    rng: Rng, rows: pl.DataFrame, population: Population, relation: pl.Series, dirt: Dirt
) -> pl.DataFrame:
    """Adds to rows about `person` what the department wrote of them.

    Args:
        rng: source of the draws.
        rows: with `person` and `household`, and the facts.
        population: the county's people.
        relation: relation to the head, for all people, in the present period.
        dirt: how often which damage comes.

    Returns:
        The rows with `name, id_number, birth_date, sex, address`, `damage` (`clean`, a kind, or two joined by
        `+`) and `member`: the person, NULL for outsiders and for children without a trace in the roster.
    """
    if rows.is_empty():
        return rows
    written = _as_registered(rng, rows, population, relation)
    written = written.with_columns(damage=_kinds(rng, written, dirt))
    by_kind = written.partition_by("damage", as_dict=True, maintain_order=True)
    damaged = pl.concat([_damaged(str(kind), part) for (kind,), part in by_kind.items()])
    traced = (pl.col("damage") != "child_without_trace") & pl.col("household").is_not_null()
    return damaged.sort("position").with_columns(member=pl.when(traced).then("person")).drop(_REGISTER_ONLY)


def _as_registered(rng: Rng, rows: pl.DataFrame, population: Population, relation: pl.Series) -> pl.DataFrame:
    """What a department writes if nothing goes wrong: some fields left blank, some addresses cut short."""
    size, people = rows.height, population.people
    registered = people[["name", "id_number", "birth_date", "sex", "place", "door", "head", "kids"]][
        rows["person"]
    ]
    heads = people[["name", "id_number"]][registered["head"]]
    u = pl.DataFrame({column: rng.random(size) for column in ("birth_date", "sex", "address")})
    written = population.places.gather(registered["place"]) + registered["door"].cast(pl.String) + "号"
    address = pl.when(u["address"] < 0.2).then(written.str.slice(3)).otherwise(written)
    return rows.hstack(registered.drop("head", "place", "door")).with_columns(
        relation=relation.gather(rows["person"]),
        birth_date=pl.when(u["birth_date"] > 0.03).then("birth_date"),
        sex=pl.when(u["sex"] > 0.03).then("sex"),
        address=pl.when(u["address"] < 0.95).then(address),
        parent_name=heads["name"],
        parent_id=heads["id_number"],
        draw=pl.Series(rng.integers(0, 1 << 30, size)),
        draw_2=pl.Series(rng.integers(0, 1 << 30, size)),
        position=pl.int_range(pl.len()),
    )


def _kinds(rng: Rng, written: pl.DataFrame, dirt: Dirt) -> pl.Series:
    """One kind of damage a row; kinds that few rows allow choose first, so that each reaches its rate."""
    able = written.select(**eligible())
    order = [*able.columns, *(kind for kind in dirt.damages() if kind not in able.columns)]
    labels = ["clean", *order]
    code = np.zeros(written.height, np.int64)
    for number, kind in enumerate(order, start=1):
        free = code == 0
        if kind in able.columns:
            free &= able[kind].fill_null(value=False).to_numpy()
        code[_chosen(rng, free, getattr(dirt, kind))] = number
    allowed = able["homophone"].fill_null(value=False).to_numpy()
    twice = _chosen(rng, allowed & np.isin(code, [labels.index(kind) for kind in _COMPOUND]), dirt.compound)
    compound = [f"{label}+homophone" if label in _COMPOUND else label for label in labels]
    return pl.select(
        pl.when(pl.lit(pl.Series(twice))).then(words(compound, code)).otherwise(words(labels, code))
    ).to_series()


def _chosen(rng: Rng, candidates: Bools, rate: float) -> Bools:
    """Of the candidates about as many as make `rate` of all."""
    share = rate * len(candidates) / max(int(candidates.sum()), 1)
    return candidates & (rng.random(len(candidates)) < share)


def _damaged(kinds: str, part: pl.DataFrame) -> pl.DataFrame:
    for kind in kinds.split("+"):
        part = part.with_columns(**person_damage().get(kind, {}))
    return part
