"""Term frequencies: in the roster, among strangers, and in databases of older versions."""

from typing import Any

import duckdb
import polars as pl
import pytest

from matching.estimation.estimation import estimate
from matching.linker import judge_one
from matching.weighing import engine, parameters
from matching.weighing.model import model
from sql import statement
from sql.migrate import migrate, migrations
from tests.matching.numbered_county import complete, county, name, number, row, stranger

FAR = complete("65312119570808001")
OF_FAR = [stranger(man, id_number=complete(f"6531211957080{man:04d}")) for man in range(8002, 8042)]


def frequencies(
    con: duckdb.DuckDBPyConnection, of: str, table: str = "linkage.term_frequencies"
) -> dict[int, float]:
    return dict(con.execute(f"SELECT value, frequency FROM {table} WHERE comparison = ?", [of]).fetchall())


def area_of(con: duckdb.DuckDBPyConnection, person_key: int) -> tuple[Any, ...]:
    judge_one(con, person_key)
    (pair,) = con.sql(
        "SELECT area_level, area_weight FROM link_weighed "
        "WHERE coalesce(name_level, damaged_name_level) = 'same'"
    ).fetchall()
    return tuple(pair)


def test_the_area_in_a_damaged_number_weighs_most_where_few_have_it() -> None:
    masked = [row(2, id_number=number(2)[:6] + "*" * 12), row(2, id_number="35****" + "*" * 12), row(2)]
    far = [row(30, name="欧阳清风", id_number=FAR[:6] + "*" * 12), row(30, name="司马光", id_number=None)]
    con = county(20, [*masked, *far], 欧阳清风=FAR, 司马光="")
    estimate(con, "2021-06")
    own, hidden, whole, foreign, none = (area_of(con, person) for person in range(1, 6))
    assert (hidden, whole, none) == ((None, 0), (None, 0), (None, 0))
    assert own[0] == foreign[0] == "same"
    assert 0 < own[1] < foreign[1]


def test_an_area_of_many_strangers_weighs_little() -> None:
    masked = row(30, name="欧阳清风", id_number=FAR[:6] + "*" * 12)
    weights = []
    for others in ([], OF_FAR):
        con = county(20, [masked, *others], 欧阳清风=FAR)
        estimate(con, "2021-06")
        weights.append(area_of(con, 1)[1])
    assert weights == sorted(weights, reverse=True)
    assert weights[0] - weights[1] > 1.5


def test_a_database_estimated_before_areas_were_compared_counts_them_once() -> None:
    con = county(20, [row(2), *OF_FAR], 欧阳清风=FAR, 司马光="")
    areas = dict(migrations())[11]
    con.execute(areas)
    assert con.sql("FROM linkage.term_frequencies").fetchall() == []  # nothing was estimated yet
    estimate(con, "2021-06")
    counted = frequencies(con, "area")
    assert len(counted) == 2
    con.execute(areas)
    assert frequencies(con, "area") == counted
    con.execute("DELETE FROM linkage.term_frequencies WHERE comparison = 'area'")
    con.execute(areas)
    assert frequencies(con, "area") == pytest.approx(counted)


def test_a_database_estimated_before_the_length_of_names_counted_parts_the_surnames_once() -> None:
    con = county(40, [row(2), *(stranger(man) for man in range(10))], 王军="", 王飞="")
    lengths = dict(migrations())[12]
    con.execute(lengths)
    assert con.sql("FROM linkage.term_frequencies").fetchall() == []  # nothing was estimated yet
    estimate(con, "2021-06")
    counted = frequencies(con, "surname_length")
    con.execute(lengths)
    assert frequencies(con, "surname_length") == counted
    con.execute("DELETE FROM linkage.term_frequencies WHERE comparison = 'surname_length'")
    con.execute(lengths)
    parted, surnames = frequencies(con, "surname_length"), frequencies(con, "surname")
    assert parted.keys() == counted.keys()
    wang, short = con.execute(
        "SELECT hash(surname), hash(hash(surname, 2::BIGINT)) FROM linkage.members WHERE name = '王军'"
    ).fetchall()[0]
    # 王军 and 王飞, beside four of three characters
    assert parted[short] == pytest.approx(surnames[wang] * 2 / 6)


def test_a_name_common_among_strangers_is_as_common_as_among_them() -> None:
    rows = [*(stranger(man, name=name(3)) for man in range(30)), *(stranger(man) for man in range(30, 60))]
    con = county(20, rows)
    estimate(con, "2021-06")
    engine.set_right(con, "linkage.members")
    parameters.count_frequencies(con, model())
    roster, saved = frequencies(con, "name", "link_frequencies"), frequencies(con, "name")
    met, *others = sorted(saved, key=lambda value: -saved[value])
    assert saved[met] == pytest.approx(roster[met] * (2 + 30) / (2 + 60 * roster[met]))
    assert {saved[value] < roster[value] for value in others} == {True}


def test_a_village_of_the_roster_is_rarer_among_strangers_who_mostly_live_in_none_of_them() -> None:
    con = duckdb.connect()
    migrate(con)
    villages, strangers, in_villages = 100, 100, 50
    roster = [("village", village, 1 / villages) for village in range(villages)]
    met = [("village", village, 1) for village in range(in_villages)] + [("village", None, strangers)]
    for table, rows, last in (("frequencies", roster, "frequency"), ("met_terms", met, "met")):
        listed = pl.DataFrame(rows, schema=["comparison", "value", last], orient="row")
        con.register("listed", listed)
        con.execute(f"CREATE TABLE link_{table} AS FROM listed")
    con.execute(statement("linkage/estimate/frequencies"), {"pseudo_met": 2})
    saved = frequencies(con, "village")
    assert sum(saved.values()) == pytest.approx(in_villages / strangers, rel=0.05)
    assert saved[0] / saved[villages - 1] == pytest.approx((2 + 1) / 2)
