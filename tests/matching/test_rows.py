"""Who is settled by number and name, who is certainly a stranger, and who has to be compared."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import duckdb
import polars as pl
import pytest

from matching.comparing import id_numbers, names
from matching.preparing.members import refresh
from matching.preparing.rows import prepare
from sql import rows
from tests.matching.county import GOLDEN, add_persons, day, warehouse

ROWS = [case["row"] for case in GOLDEN["cases"]]
NUMBERS = [number for family in GOLDEN["roster"].values() for _, _, number, *_ in family["members"] if number]
NAMES = ["王小花", "王 小花", "王小华", "王*花", "王小花之子", "陳志強", "周文斌", "赵铁柱", "张三", None]
# Every name with every number: complete, damaged, somebody else's, nobody's.
EVERY = [
    {"name": name, "id_number": number, "birth_date": birth}
    for name in NAMES
    for number in [
        *NUMBERS,
        "350181197011304516",
        "350181196501014517",
        " 350181197809126720",
        "350181780912672",
        None,
    ]
    for birth in (None, day("1970-11-30"), day("1972-06-18"))
]
PERSONS: list[dict[str, Any]] = [*ROWS, *EVERY]


def prepared(persons: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    con = warehouse()
    refresh(con)
    add_persons(con, dict(enumerate(persons)))
    con.execute("CREATE TEMP TABLE link_todo AS SELECT person_key FROM linkage.persons")
    prepare(con)
    return con


@pytest.fixture(scope="module")
def parted() -> Iterator[duckdb.DuckDBPyConnection]:
    con = prepared(PERSONS)
    yield con
    con.close()


def keys(con: duckdb.DuckDBPyConnection, relation: str) -> list[int]:
    return [row["person_key"] for row in rows(con, f"SELECT person_key FROM {relation} ORDER BY ALL")]


def as_defined(persons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The persons' numbers and names as the definitions read them."""
    number = id_numbers.read(pl.Series([person.get("id_number") for person in persons], dtype=pl.String))
    name = names.comparable(pl.Series([person.get("name") for person in persons], dtype=pl.String)).rename(
        "name"
    )
    split = name.to_frame().select("name", names.kin_split(pl.col("name")).struct.unnest())
    owned = split.with_columns(pl.coalesce("owner", "name").alias("owner"))
    return [a | b for a, b in zip(number.to_dicts(), owned.to_dicts(), strict=True)]


def test_everybody_is_in_one_part(parted: duckdb.DuckDBPyConnection) -> None:
    parts = [keys(parted, part) for part in ("link_settled", "link_outsiders", "link_rows")]
    assert sorted(parts[0] + parts[1] + parts[2]) == list(range(len(PERSONS)))
    assert all(parts)


def test_only_the_persons_of_link_todo_are_prepared() -> None:
    con = warehouse()
    refresh(con)
    add_persons(con, dict(enumerate(PERSONS)))
    con.execute(
        "CREATE TEMP TABLE link_todo AS SELECT person_key FROM linkage.persons WHERE person_key % 3 = 0"
    )
    prepare(con)
    parts = [keys(con, part) for part in ("link_settled", "link_outsiders", "link_rows")]
    assert sorted(parts[0] + parts[1] + parts[2]) == list(range(0, len(PERSONS), 3))


def test_settled_are_those_with_the_number_and_the_whole_name_of_one_member(
    parted: duckdb.DuckDBPyConnection,
) -> None:
    members = rows(parted, "FROM linkage.members WHERE first17 IS NOT NULL")
    holders = Counter(member["first17"] for member in members)
    expected = {}
    for key, defined in enumerate(as_defined(PERSONS)):
        for member in members:
            alone = member["first17"] == defined["first17"] and holders[defined["first17"]] == 1
            whole = defined["name"] and not {"*", "?"} & set(defined["name"]) and defined["kin"] is None
            if alone and whole and member["name"] == defined["name"]:
                expected[key] = (member["hid"], member["mid"])
    settled = {row["person_key"]: (row["hid"], row["mid"]) for row in rows(parted, "FROM link_settled")}
    assert settled == expected


def test_outsiders_have_a_number_of_their_own_and_too_little_in_common_with_members_without_one(
    parted: duckdb.DuckDBPyConnection,
) -> None:
    members = rows(parted, "FROM linkage.members")
    numbers = {member["first17"] for member in members if member["first17"]}
    without = [member for member in members if member["first17"] is None]
    expected = []
    for key, (person, defined) in enumerate(zip(PERSONS, as_defined(PERSONS), strict=True)):
        foreign = defined["first17"] is not None and defined["first17"] not in numbers
        if foreign and defined["owner"] and defined["owner"][0] not in "*?":
            births = {defined["birth_date"], person.get("birth_date")} - {None}
            expected += [] if any(_could_be(defined, births, member) for member in without) else [key]
    assert keys(parted, "link_outsiders") == expected


def _could_be(defined: dict[str, Any], births: set[Any], member: dict[str, Any]) -> bool:
    surname = member["surname"] == ord(defined["owner"][0])
    birth = not births.isdisjoint({member["birth"], member["birth_in_number"]} - {None})
    ending = member["last4"] is not None and member["last4"] == defined["last4"]
    return member["name"] == defined["owner"] or surname + birth + ending >= 2


def test_rows_are_read_as_defined(parted: duckdb.DuckDBPyConnection) -> None:
    definitions = as_defined(PERSONS)
    prepared_rows = rows(parted, "FROM link_rows ORDER BY rid")
    assert [row["rid"] for row in prepared_rows] == list(range(len(prepared_rows)))
    for row in prepared_rows:
        person, defined = PERSONS[row["person_key"]], definitions[row["person_key"]]
        same = ("kind", "pattern", "text", "first17", "last4")
        assert [row[column] for column in same] == [defined[column] for column in same]
        assert (row["birth_in_number"], row["sex_in_number"]) == (defined["birth_date"], defined["sex"])
        trusted = defined["kind"] not in {"checksum_wrong", "partial"}
        assert row["birth_trusted"] == (defined["birth_date"] if trusted else None)
        assert (row["address"], row["birth_date"]) == (person.get("address"), person.get("birth_date"))
        assert (row["name"], row["owner"]) == (defined["name"], defined["owner"])
        assert (row["name_id"] is None) == (defined["name"] is None)
        assert (row["owner_name_id"] is None) == (defined["owner"] is None)


def test_a_row_has_the_name_as_compared_and_the_surname_of_its_owner(
    parted: duckdb.DuckDBPyConnection,
) -> None:
    known = {row["name"]: row for row in rows(parted, "FROM link_rows")}
    assert {known[name]["surname"] for name in ("王*花", "王小花", "王小花之子")} == {ord("王")}
    assert known["王小花之子"]["owner"] == "王小花"
    assert known["王小花之子"]["owner_name_id"] == known["王小花"]["name_id"]
    digests = {(row["name"], row["name_id"]) for row in known.values()}
    assert len(digests) == len({name for name, _ in digests}) == len({digest for _, digest in digests})


def test_the_members_have_the_digests_of_the_rows(parted: duckdb.DuckDBPyConnection) -> None:
    joined = rows(
        parted,
        "SELECT n.name, m.name AS other FROM link_rows AS n JOIN linkage.members AS m USING (name_id)",
    )
    assert joined
    assert all(row["name"] == row["other"] for row in joined)


def test_an_empty_link_todo_gives_empty_relations() -> None:
    con = prepared([])
    assert [keys(con, part) for part in ("link_settled", "link_outsiders", "link_rows")] == [[], [], []]
