"""Households and who lives in them on the day of the first roster."""

import numpy as np
import polars as pl

from flows.county.draws import Bools, Ints, Rng, between, declared, pick
from flows.county.names import surname_weights

NAMESAKES = 0.012  # share of heads named like the head of another household of the village
SAME_BIRTHDAY = 0.1  # share of those also born on the same day
TWINS = 0.03  # share of second and third children born with the child before
MINORITY = 0.015  # share of households of an ethnic group whose names have an interpunct


def draw_households(rng: Rng, persons: int, villages: int, area: str) -> pl.DataFrame:
    """One row per household; together they have `persons` members.

    Returns:
        `shape, size, first` (index of the head among the members), `village, door, surname, male` (the head),
        `group` (ethnic, -1 for Han), `generation` (shared by children, -1 for none), `namesake` (index of the
        household whose head has the same name and sex; itself for most).
    """
    shape, size = _shapes(rng, persons)
    count = len(shape)
    village = np.sort(pick(rng, rng.uniform(0.5, 1.5, villages), count))
    namesake = _namesakes(rng, village)
    marks = len(declared("names")["generation"])
    return pl.DataFrame(
        {
            "shape": shape,
            "size": size,
            "first": np.cumsum(size) - size,
            "village": village,
            "door": between(rng, 1, 260, count),
            "surname": pick(rng, surname_weights(area), count)[namesake],
            "male": (rng.random(count) < declared("households")["relations"]["head"]["male"])[namesake],
            "group": _ethnic_groups(rng, count)[namesake],
            "generation": np.where(rng.random(count) < 0.3, rng.integers(0, marks, count), -1),
            "namesake": namesake,
        }
    )


def _shapes(rng: Rng, persons: int) -> tuple[Ints, Ints]:
    shapes = declared("households")["shapes"]
    weights = [shape["weight"] for shape in shapes]
    sizes = np.array([len(shape["members"]) for shape in shapes])
    # No household is empty, so `persons` of them are enough; 0.45 a person is far above what is needed.
    shape = pick(rng, weights, persons * 45 // 100 + 20)
    ends = np.cumsum(sizes[shape])
    count = int(np.searchsorted(ends, persons)) + 1
    size = sizes[shape[:count]]
    size[-1] -= ends[count - 1] - persons
    return shape[:count], size


def _namesakes(rng: Rng, village: Ints) -> Ints:
    """For the chosen households another one of the village, for the others themselves."""
    own = np.arange(len(village))
    other = np.minimum(own + rng.integers(1, 6, len(village)), len(village) - 1)
    chosen = (rng.random(len(village)) < NAMESAKES) & (village[other] == village)
    return np.where(chosen & ~chosen[other], other, own)


def _ethnic_groups(rng: Rng, count: int) -> Ints:
    groups = len(declared("names")["minority"])
    return np.where(rng.random(count) < MINORITY, rng.integers(0, groups, count), -1)


def draw_members(rng: Rng, households: pl.DataFrame, today: int) -> pl.DataFrame:
    """One row per member, household by household, the head first.

    Args:
        rng: source of the draws.
        households: as drawn by `draw_households`.
        today: day number of the first roster.

    Returns:
        `household, part` (index into the declared relations), `male, born` (day number).
    """
    size = households["size"].to_numpy()
    household = np.repeat(np.arange(len(size)), size)
    position = np.arange(len(household)) - np.repeat(households["first"].to_numpy(), size)
    part = _parts(households["shape"].to_numpy()[household], position)
    male = _sexes(rng, part, households["male"].to_numpy()[household])
    born = _births(rng, households, household, part, today)
    return _with_twins(rng, pl.DataFrame({"household": household, "part": part, "male": male, "born": born}))


def part_names() -> list[str]:
    """The parts that members play, in the order that `part` counts."""
    return list(declared("households")["relations"])


def _parts(shape: Ints, position: Ints) -> Ints:
    members = [shape["members"] for shape in declared("households")["shapes"]]
    lengths = np.array([len(names) for names in members])
    flat: Ints = np.array([part_names().index(name) for names in members for name in names])
    part: Ints = flat[(np.cumsum(lengths) - lengths)[shape] + position]
    return part


def _sexes(rng: Rng, part: Ints, head_male: Bools) -> Bools:
    relations = declared("households")["relations"]
    share = np.array([relation.get("male", 0.0) for relation in relations.values()])
    drawn = rng.random(len(part)) < share[part]
    names = part_names()
    sexes: Bools = np.select(
        [part == names.index("head"), part == names.index("spouse")], [head_male, ~head_male], drawn
    )
    return sexes


def _births(rng: Rng, households: pl.DataFrame, household: Ints, part: Ints, today: int) -> Ints:
    ages = np.array([shape["head_age"] for shape in declared("households")["shapes"]])
    older = np.array([relation["older"] for relation in declared("households")["relations"].values()])
    shape = households["shape"].to_numpy()
    head_born = today - between(rng, ages[shape, 0] * 365, ages[shape, 1] * 365 + 364, len(shape))
    same_day = rng.random(len(shape)) < SAME_BIRTHDAY
    head_born = np.where(same_day, head_born[households["namesake"].to_numpy()], head_born)
    years = np.where(part == part_names().index("head"), 0.0, rng.uniform(older[part, 0], older[part, 1]))
    born = head_born[household] - (years * 365.25).astype(np.int64)
    # Who would be born after the roster, or in the months kept for later newborns, is some years old instead.
    return np.where(born > today - 70, today - between(rng, 70, 5 * 365, len(born)), born)


def _with_twins(rng: Rng, members: pl.DataFrame) -> pl.DataFrame:
    """Gives some children the birth date of the child before, two thirds of them also its sex."""
    child = members["part"].to_numpy() == part_names().index("child")
    twin = np.r_[False, child[1:] & child[:-1]] & (rng.random(len(child)) < TWINS)
    twin &= members["household"].to_numpy() == np.r_[-1, members["household"].to_numpy()[:-1]]
    before = np.arange(len(child)) - twin
    alike = before + (twin & (rng.random(len(child)) < 0.35))
    born, male = members["born"].to_numpy(), members["male"].to_numpy()
    return members.with_columns(born=born[before], male=male[alike])
