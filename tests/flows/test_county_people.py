"""Pools of names, and people who are easily taken for others."""

import polars as pl
import pytest

from benchmarks.linkage.mixes import dirt_of
from flows.demo.people.draws import declared
from flows.demo.people.likeness import Likeness
from flows.demo.people.names import name_pool, pool_names
from flows.demo.people.people import populate
from flows.demo.writing.dirt import Dirt
from tests.flows.everybody import everybody

PERIODS = ("2021-05", "2021-06")


@pytest.mark.parametrize("pool", pool_names())
def test_every_pool_gives_hundreds_of_characters_and_no_character_stands_twice_in_a_list(pool: str) -> None:
    names = populate(20_000, 1, PERIODS, "350181", pool).people["name"]
    given = names.filter(names.str.len_chars() <= 3).str.slice(1).str.split("").explode()
    assert given.n_unique() > 300
    assert names.n_unique() > 8_000
    lists = [name_pool(pool).surnames, *(group["characters"] for group in name_pool(pool).given)]
    assert all(len(characters) == len(set(characters)) for characters in lists)


def test_pools_differ_in_surnames_single_characters_generations_and_interpuncts() -> None:
    names = {pool: populate(20_000, 1, PERIODS, "350181", pool).people["name"] for pool in pool_names()}
    commonest = {
        pool: tuple(drawn.str.head(1).value_counts(sort=True)["name"][:5]) for pool, drawn in names.items()
    }
    assert len(set(commonest.values())) == 3
    single = {pool: (drawn.str.len_chars() == 2).mean() for pool, drawn in names.items()}
    assert single["north"] > 1.5 * single["south"] > 1.5 * single["southwest"]
    dotted = {pool: drawn.str.contains("·").mean() for pool, drawn in names.items()}
    assert dotted["southwest"] > 2 * dotted["south"]
    shared = {pool: name_pool(pool).generation for pool in names}
    assert len(shared["southwest"]["characters"]) > 2 * len(shared["south"]["characters"])


def test_pools_are_declared_with_what_the_generator_reads() -> None:
    for pool in pool_names():
        assert {group["sex"] for group in declared(f"people/names-{pool}")["given"]} == {"男", "女"}


def test_twins_share_birthday_and_area_and_have_neighbouring_numbers() -> None:
    twins = populate(20_000, 1, PERIODS, "350181", likeness=Likeness(twins=0.2)).people.filter(
        pl.col("twin_order") > 0
    )
    first, second = twins.filter(pl.col("twin_order") == 1), twins.filter(pl.col("twin_order") == 2)
    pairs = first.join(second, on=["household", "birth_date"])
    assert pairs.height > 200
    assert (pairs["id_number"].str.head(14) == pairs["id_number_right"].str.head(14)).all()
    gap = pairs["id_number_right"].str.slice(14, 3).cast(int) - pairs["id_number"].str.slice(14, 3).cast(int)
    assert (gap.abs() <= 3).mean() > 0.9
    alike = pairs["name"].str.head(2) == pairs["name_right"].str.head(2)
    assert alike.mean() > 0.5


def resembling(likeness: Likeness, *shared: str) -> float:
    """Share of outsiders who have all of `shared` in common with a member."""
    population = populate(20_000, 1, PERIODS, "350181", likeness=likeness)
    everyone = everybody(population).with_columns(surname=pl.col("name").str.head(1))
    inside, outside = everyone.head(population.members), everyone.slice(population.outsiders)
    return outside.join(inside, on=shared, how="semi").height / outside.height


@pytest.mark.parametrize(
    ("kind", "shared"),
    [
        ("double_outsiders", ("name", "sex", "birth_date")),
        ("neighbour_outsiders", ("name", "sex", "village")),
        ("kin_outsiders", ("surname", "village", "door")),
    ],
)
def test_outsiders_resemble_members_as_often_as_configured(kind: str, shared: tuple[str, ...]) -> None:
    often, never = (resembling(Likeness(**{kind: share}), *shared) for share in (0.1, 0.0))
    assert often - never == pytest.approx(0.1, abs=0.015)


@pytest.mark.parametrize("relation", ["户主", "配偶"])
def test_the_rough_mix_has_more_namesakes_than_the_usual_one(relation: str) -> None:
    namesakes = []
    for dirt in (Dirt.mixed(), dirt_of("rough")):
        population = populate(20_000, 1, PERIODS, "350181", likeness=dirt.likeness)
        grown = everybody(population).head(population.members).filter(pl.col("relation") == relation)
        namesakes.append(grown.filter(pl.struct("village", "name", "sex").is_duplicated()).height)
    assert namesakes[1] > 1.5 * namesakes[0] > 60
