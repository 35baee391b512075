"""Which addresses name other places once the roster has changed."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.comparing.places import recognised, recognised_otherwise, villages

NAMES = st.sampled_from(["江平镇", "福清镇", "清源县", "新坪村", "坪村", "新坪", "东龙湾村", "龙湾"])
ROSTER = st.lists(st.tuples(NAMES, NAMES), max_size=5)
ADDRESSES = st.lists(st.lists(NAMES, max_size=4).map("".join), max_size=6)


def roster(rows: list[tuple[str, str]]) -> pl.DataFrame:
    return villages(pl.DataFrame(rows, schema={"township": pl.String, "village": pl.String}, orient="row"))


def numbered(addresses: list[str]) -> pl.DataFrame:
    return pl.DataFrame({"address": addresses}, schema={"address": pl.String}).with_row_index("rid")


def read(addresses: pl.DataFrame, known: pl.DataFrame) -> dict[int, set[tuple[int | None, int]]]:
    places: dict[int, set[tuple[int | None, int]]] = {}
    rows = recognised(addresses, known).select("rid", "village_id", "township_id").rows()
    for rid, village, township in rows:
        places.setdefault(rid, set()).add((village, township))
    return places


@given(ADDRESSES, ROSTER, ROSTER)
def test_exactly_the_addresses_that_name_other_places_are_returned(
    addresses: list[str], before: list[tuple[str, str]], now: list[tuple[str, str]]
) -> None:
    given, former, present = numbered(addresses), roster(before), roster(now)
    one, other = read(given, former), read(given, present)
    expected = [rid for rid in range(len(addresses)) if one.get(rid) != other.get(rid)]
    assert recognised_otherwise(given, former, present).to_list() == expected


@pytest.mark.parametrize(
    ("now", "changed"),
    [
        ([("江平镇", "新坪村"), ("江平镇", "龙湾村")], []),
        ([("江平镇", "新坪村"), ("江平镇", "北新坪村")], [1]),
        ([("清源县", "新坪村")], [0, 1]),
    ],
)
def test_a_new_name_may_stand_inside_an_address_or_take_a_village_away(
    now: list[tuple[str, str]], changed: list[int]
) -> None:
    addresses = numbered(["江平镇新坪村3号", "江平镇北新坪村", "北京市"])
    before = roster([("江平镇", "新坪村")])
    assert recognised_otherwise(addresses, before, roster(now)).to_list() == changed
