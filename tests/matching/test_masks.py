"""A mask never matches what it excludes, and still matches the member whom it allows."""

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.matching.county import add_persons, link_persons, links, warehouse

NUMBER = "350181197809126720"  # 王小花, A1-2
KNOWN = {"birth_date": datetime.date(1978, 9, 12), "sex": "女", "address": "江平镇新南坪村3号"}
STARS = st.sampled_from("*＊●×○_■")


def masked(hidden: set[int], star: str, digits: str = NUMBER) -> str:
    return "".join(star if place in hidden else digit for place, digit in enumerate(digits))


@st.composite
def masks(draw: st.DrawFn) -> tuple[set[int], str]:
    """Some hidden places, adjacent or not; the first and the last place are always visible."""
    hidden = draw(st.sets(st.integers(1, 16), min_size=1, max_size=15))
    return hidden, draw(STARS)


@st.composite
def excluding(draw: st.DrawFn) -> str:
    hidden, star = draw(masks())
    place = draw(st.sampled_from(sorted(set(range(17)) - hidden)))
    other = draw(st.sampled_from([d for d in "0123456789" if d != NUMBER[place]]))
    return masked(hidden, star, NUMBER[:place] + other + NUMBER[place + 1 :])


def candidates(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], set[int]]:
    """Links of `rows`, and which of them have 王小花's household as a doubtful candidate."""
    con = warehouse()
    add_persons(con, dict(enumerate(rows)))
    link_persons(con)
    doubtful = con.sql("SELECT person_key FROM linkage.person_reviews WHERE household_id = 'A1'").fetchall()
    return list(links(con).values()), {key for (key,) in doubtful}


@pytest.mark.slow
@settings(max_examples=8)
@given(st.lists(excluding(), min_size=30, max_size=60))
def test_a_mask_never_matches_a_number_that_it_excludes(numbers: list[str]) -> None:
    linked, doubtful = candidates([{"name": "王小花", "id_number": number, **KNOWN} for number in numbers])
    assert [link["household_id"] for link in linked] == [None] * len(numbers)
    assert doubtful == set()


@pytest.mark.slow
@settings(max_examples=5)
@given(st.lists(masks(), min_size=30, max_size=60))
def test_a_mask_that_leaves_a_number_open_keeps_its_member(hidden: list[tuple[set[int], str]]) -> None:
    rows = [{"name": "王小花", "id_number": masked(*mask), **KNOWN} for mask in hidden]
    linked, _ = candidates(rows)
    assert {(link["household_id"], link["member_id"]) for link in linked} == {("A1", "A1-2")}


@pytest.mark.slow
@settings(max_examples=5)
@given(
    st.lists(
        st.sampled_from(["李*花", "王*山", "*大花", "王大*", "李**", "王小花花*", "陈某", "某小红"]),
        min_size=1,
    )
)
def test_a_masked_name_never_matches_a_name_that_it_excludes(names: list[str]) -> None:
    hidden = "350181********6720"
    linked, doubtful = candidates([{"name": name, "id_number": hidden, **KNOWN} for name in names])
    assert [link["household_id"] for link in linked] == [None] * len(names)
    assert doubtful == set()
