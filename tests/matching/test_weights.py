"""Match weights of single comparisons: the length of a mask, a common name, the place of a wrong digit."""

from typing import Any

import duckdb
import pytest

from matching.estimation.estimation import estimate
from matching.linker import judge_one, link_persons
from tests.matching.numbered_county import birth, complete, county, name, number, row

NUMBER = "number_level, number_weight"


def weighed(
    con: duckdb.DuckDBPyConnection, columns: str, member: str = "M0", person: int = 1
) -> tuple[Any, ...]:
    """`columns` of the pair of `person` and `member`."""
    judge_one(con, person)
    pairs = con.execute(
        f"SELECT {columns} FROM link_weighed JOIN linkage.members USING (mid) WHERE member_id = ?", [member]
    ).fetchall()
    assert len(pairs) == 1
    return tuple(pairs[0])


def name_of(con: duckdb.DuckDBPyConnection, member: str = "M0", person: int = 1) -> tuple[str, float]:
    level, weight = weighed(con, "damaged_name_level, damaged_name_weight", member, person)
    return level, weight


def wrong(digits: str, place: int) -> str:
    """The number with one digit wrong."""
    return digits[:place] + str((int(digits[place]) + 1) % 10) + digits[place + 1 :]


def test_a_mask_shows_how_long_the_name_is() -> None:
    masks = "王*", "王**"
    short, long = (name_of(county(20, [row(0, name=mask, id_number=None)])) for mask in masks)
    assert (short[0], long[0]) == ("masked_length", "masked")
    assert short[1] < long[1]


def test_a_short_name_behind_a_short_mask_weighs_more_than_a_long_one_behind_a_long_mask() -> None:
    con = county(
        50,
        [row(0, name="王*", id_number=None), row(0, name="王**", id_number=None)],
        王军=complete(f"350181{birth(0):%Y%m%d}901"),
    )
    estimate(con, "2021-06")
    short, long = name_of(con, "王军"), name_of(con, person=2)
    assert (short[0], long[0]) == ("masked", "masked")
    assert short[1] > long[1]


@pytest.mark.parametrize(
    ("slip", "level"), [("汪伟金", "homophone"), ("王纬金", "homophone"), ("王伟宝", "one_edit")]
)
def test_a_name_that_many_people_have_is_more_probably_theirs_than_a_slip(slip: str, level: str) -> None:
    con = county(40, [row(0, name=slip, id_number=None)])
    unknown = name_of(con)
    con.execute(
        "INSERT INTO linkage.term_frequencies SELECT 'name', hash(owner_name_id), 0.002 FROM link_left"
    )
    common = name_of(con)
    assert unknown[0] == common[0] == level
    assert common[1] < unknown[1] - 1


def test_a_number_wrong_only_in_its_area_has_a_level_of_its_own() -> None:
    pairs = [weighed(county(20, [row(0, id_number=wrong(number(0), at))]), NUMBER) for at in (2, 9, 15)]
    assert [level for level, _ in pairs] == ["area_edits", "one_edit", "one_edit"]
    assert pairs[0][1] > pairs[1][1] + 3


@pytest.mark.parametrize(
    ("visible", "level", "least", "most"),
    [([14], "ends_first", 0, 2), ([17], "ends_1", 3, 4), ([16, 17], "ends_2", 5, 8)],
)
def test_the_first_digit_of_the_sequence_weighs_less_than_the_last_of_the_number(
    visible: list[int], level: str, least: float, most: float
) -> None:
    shown = "".join(digit if place < 6 or place in visible else "*" for place, digit in enumerate(number(0)))
    outcome, weight = weighed(county(20, [row(0, id_number=shown)]), NUMBER)
    assert outcome == level
    assert least < weight < most


@pytest.mark.parametrize(("place", "linked"), [(2, 1), (9, 0)])
def test_one_of_two_characters_may_be_wrong_beside_a_number_wrong_only_in_its_area(
    place: int, linked: int
) -> None:
    his = complete(f"350181{birth(0):%Y%m%d}901")
    con = county(20, [row(0, name="王飞", id_number=wrong(his, place))], 王军=his)
    judge_one(con, 1)
    assert con.execute("SELECT count(*) FROM link_decisions").fetchone() == (linked,)


def test_a_number_is_called_shared_only_if_it_is() -> None:
    shared = county(40, [row(5, address=None)], **{name(5): number(5)})
    assert _doubt(shared) == "id_shared"
    alone = county(40, [row(5, name=f"{name(5)[:2]}今", address="四川省成都市1号")])
    alone.execute(
        "INSERT INTO linkage.parameters VALUES "
        "('health_insurance', 'place', 'nowhere', 0.0000002, 0.5, 1, 1, '2021-05'), "
        "('health_insurance', 'prior', 'registered', 0.6, NULL, 1, 0, '2021-05')"
    )  # members never live elsewhere here; even so, the number belongs to him alone
    assert _doubt(alone) == "weak"


def _doubt(con: duckdb.DuckDBPyConnection) -> str:
    link_persons(con, period="2021-06")
    ((status, doubt),) = con.sql("SELECT status, stage FROM linkage.person_links").fetchall()
    assert status == "review"
    return str(doubt)
