"""Households and their members on the day of the first roster."""

import numpy as np
import polars as pl

from flows.demo.people.draws import Bools, Ints, Rng, between, declared, pick
from flows.demo.people.likeness import Likeness
from flows.demo.people.names import NamePool


def draw_households(  # noqa: PLR0913, PLR0917 -- each is a property of the county
    rng: Rng, persons: int, villages: int, area: str, pool: NamePool, likeness: Likeness
) -> pl.DataFrame:
    """One row per household; together they have `persons` members.

    Args:
        rng: source of the draws.
        persons: members of all households.
        villages: how many villages there are.
        area: county code, 6 digits.
        pool: the names to draw from.
        likeness: how many people resemble others.

    Returns:
        `shape, size, first` (index of the head among the members), `village, door, surname, male` (the head),
        `group` (ethnic, -1 for Han), `generation` (shared by children, -1 for none), `namesake` (index of the
        household whose head has the same name and sex; itself for most).
    """
    shape, size = _shapes(rng, persons)
    count = len(shape)
    male_share = declared("people/households")["relations"]["head"]["male"]
    village = np.sort(pick(rng, rng.uniform(0.5, 1.5, villages), count))
    namesake = _namesakes(rng, village, likeness.namesake_heads)
    surname = pick(rng, pool.surname_weights(area), count)[namesake]
    return pl.DataFrame(
        {
            "shape": shape,
            "size": size,
            "first": np.cumsum(size) - size,
            "village": village,
            "door": between(rng, 1, 260, count),
            "surname": surname,
            "male": (rng.random(count) < male_share)[namesake],
            "group": _ethnic_groups(rng, count, pool)[namesake],
            "generation": _generations(rng, pool, surname, village),
            "namesake": namesake,
        }
    )


def _shapes(rng: Rng, persons: int) -> tuple[Ints, Ints]:
    shapes = declared("people/households")["shapes"]
    weights = [shape["weight"] for shape in shapes]
    sizes = np.array([len(shape["members"]) for shape in shapes])
    # No household is empty, so `persons` of them are enough; 0.45 a person is far above what is needed.
    shape = pick(rng, weights, persons * 45 // 100 + 20)
    ends = np.cumsum(sizes[shape])
    count = int(np.searchsorted(ends, persons)) + 1
    size = sizes[shape[:count]]
    size[-1] -= ends[count - 1] - persons
    return shape[:count], size


def _namesakes(rng: Rng, village: Ints, rate: float) -> Ints:
    """For each household the one whose head it shares a name with: another of its village, or itself."""
    own = np.arange(len(village))
    other = np.minimum(own + rng.integers(1, 6, len(village)), len(village) - 1)
    chosen = (rng.random(len(village)) < rate) & (village[other] == village)
    return np.where(chosen & ~chosen[other], other, own)


def _ethnic_groups(rng: Rng, count: int, pool: NamePool) -> Ints:
    drawn = rng.integers(0, len(pool.minority), count)
    return np.where(rng.random(count) < pool.minority_share, drawn, -1)


def _generations(rng: Rng, pool: NamePool, surname: Ints, village: Ints) -> Ints:
    """Index of the character that the children share; -1 for none."""
    marks = len(pool.generation["characters"])
    lineage = (surname * 31 + village * 17) % marks
    mark = lineage if pool.generation["by_lineage"] else rng.integers(0, marks, len(surname))
    return np.where(rng.random(len(surname)) < pool.generation["share"], mark, -1)


def draw_members(rng: Rng, households: pl.DataFrame, today: int, likeness: Likeness) -> pl.DataFrame:
    """One row per member, household by household, the head first.

    Args:
        rng: source of the draws.
        households: as drawn by `draw_households`.
        today: day number of the first roster.
        likeness: how many people resemble others.

    Returns:
        `household, part` (index into the declared relations), `male, born` (day number), `twin` (of the
        member before), `like` (member whose name a spouse shares, -1 for none).
    """
    size = households["size"].to_numpy()
    household = np.repeat(np.arange(len(size)), size)
    position = np.arange(len(household)) - np.repeat(households["first"].to_numpy(), size)
    part = _parts(households["shape"].to_numpy()[household], position)
    male = _sexes(rng, part, households["male"].to_numpy()[household])
    born = _births(rng, households, household, part, today, likeness.same_birthday)
    members = pl.DataFrame({"household": household, "part": part, "male": male, "born": born})
    alike = _with_like_spouses(rng, members, households["village"].to_numpy(), likeness)
    return _with_twins(rng, alike, likeness.twins)


def part_names() -> list[str]:
    """The parts that members have in a household; `part` is an index into this list."""
    return list(declared("people/households")["relations"])


def _parts(shape: Ints, position: Ints) -> Ints:
    members = [shape["members"] for shape in declared("people/households")["shapes"]]
    lengths = np.array([len(names) for names in members])
    flat: Ints = np.array([part_names().index(name) for names in members for name in names])
    part: Ints = flat[(np.cumsum(lengths) - lengths)[shape] + position]
    return part


def _sexes(rng: Rng, part: Ints, head_male: Bools) -> Bools:
    relations = declared("people/households")["relations"]
    share = np.array([relation.get("male", 0.0) for relation in relations.values()])
    drawn = rng.random(len(part)) < share[part]
    names = part_names()
    sexes: Bools = np.select(
        [part == names.index("head"), part == names.index("spouse")], [head_male, ~head_male], drawn
    )
    return sexes


def _births(  # noqa: PLR0913, PLR0917 -- each is needed
    rng: Rng, households: pl.DataFrame, household: Ints, part: Ints, today: int, alike: float
) -> Ints:
    ages = np.array([shape["head_age"] for shape in declared("people/households")["shapes"]])
    older = np.array([relation["older"] for relation in declared("people/households")["relations"].values()])
    shape = households["shape"].to_numpy()
    head_born = today - between(rng, ages[shape, 0] * 365, ages[shape, 1] * 365 + 364, len(shape))
    same_day = rng.random(len(shape)) < alike
    head_born = np.where(same_day, head_born[households["namesake"].to_numpy()], head_born)
    years = np.where(part == part_names().index("head"), 0.0, rng.uniform(older[part, 0], older[part, 1]))
    born = head_born[household] - (years * 365.25).astype(np.int64)
    # Nobody is born after the roster, nor in the 70 days before it: those are kept for later newborns.
    return np.where(born > today - 70, today - between(rng, 70, 5 * 365, len(born)), born)


def _with_like_spouses(rng: Rng, members: pl.DataFrame, village: Ints, likeness: Likeness) -> pl.DataFrame:
    """Adds `like`: a spouse of the same sex in a nearby household of the village, whose name is shared."""
    spouse = np.flatnonzero(members["part"].to_numpy() == part_names().index("spouse"))
    home, male = village[members["household"].to_numpy()[spouse]], members["male"].to_numpy()[spouse]
    other = np.minimum(np.arange(len(spouse)) + rng.integers(1, 6, len(spouse)), len(spouse) - 1)
    chosen = (rng.random(len(spouse)) < likeness.namesake_spouses) & (home == home[other])
    chosen &= (male == male[other]) & (spouse != spouse[other])
    chosen &= ~chosen[other]
    same_day = chosen & (rng.random(len(spouse)) < likeness.same_birthday)
    like, born = np.full(members.height, -1), members["born"].to_numpy().copy()
    like[spouse[chosen]] = spouse[other[chosen]]
    born[spouse[same_day]] = born[spouse[other[same_day]]]
    return members.with_columns(born=born, like=like)


def _with_twins(rng: Rng, members: pl.DataFrame, rate: float) -> pl.DataFrame:
    """Gives some siblings the birth date of the previous one, and two thirds of these also its sex."""
    names = part_names()
    part, household = members["part"].to_numpy(), members["household"].to_numpy()
    young = np.isin(part, [names.index("child"), names.index("grandchild")])
    twin = young & (part == np.r_[-1, part[:-1]]) & (household == np.r_[-1, household[:-1]])
    twin &= rng.random(len(part)) < rate
    eldest = first_of_twins(twin)
    alike = np.where(twin & (rng.random(len(part)) < 0.65), eldest, np.arange(len(part)))
    born, male = members["born"].to_numpy(), members["male"].to_numpy()
    return members.with_columns(born=born[eldest], male=male[alike], twin=twin)


def first_of_twins(twin: Bools) -> Ints:
    """For each twin (or triplet) the first of them, for everybody else themselves."""
    eldest: Ints = np.maximum.accumulate(np.where(twin, 0, np.arange(len(twin))))
    return eldest
