"""The normalised roster follows the roster as it is written, and changes only what changed there."""

from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.preparing.members import compare_with_former, refresh
from sql import count, rows, statement
from sql.migrate import migrate
from tests.matching.county import GOLDEN, HOUSEHOLD_COLUMNS, MEMBER_COLUMNS, day, store, warehouse

CHANGES = [
    "UPDATE roster.members SET name = '王大海' WHERE member_id = 'A1-1'",
    "UPDATE roster.members SET id_number = NULL WHERE member_id = 'A1-2'",
    "UPDATE roster.members SET relation = '之子' WHERE member_id = 'A3-3'",
    "UPDATE roster.members SET sex = '1' WHERE member_id = 'A8-1'",
    "UPDATE roster.members SET birth_date = '1970-11-29' WHERE member_id = 'A8-1'",
    "UPDATE roster.members SET member_id = 'A8-9' WHERE member_id = 'A8-1'",
    "UPDATE roster.members SET household_id = 'A4' WHERE member_id = 'A5-1'",
    "DELETE FROM roster.members WHERE member_id = 'A2-3'",
    "DELETE FROM roster.members WHERE household_id = 'A6'",
    "DELETE FROM roster.households WHERE household_id = 'A7'",
    "UPDATE roster.households SET village = '新民村' WHERE household_id = 'A9'",
    "UPDATE roster.households SET township = '福清镇' WHERE household_id = 'A10'",
    "UPDATE roster.households SET head_name = '孙长福' WHERE household_id = 'A11'",
    "UPDATE roster.households SET head_id_number = NULL WHERE household_id = 'A12'",
    "INSERT INTO roster.members (household_id, member_id, name) VALUES ('A9', 'A9-2', '黄**')",
    "INSERT INTO roster.households (household_id, township, village) VALUES ('B1', '福清镇', '东龙湾村')",
    "INSERT INTO roster.members (household_id, member_id, name) VALUES ('B1', 'B1-1', '陳某')",
]


def known(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """All columns of the members except the numbers that are assigned to them."""
    return rows(
        con,
        "SELECT household_id, m.* EXCLUDE (mid, hid) FROM linkage.members AS m "
        "JOIN linkage.households USING (hid) ORDER BY household_id, member_id, name",
    )


def member(con: duckdb.DuckDBPyConnection, member_id: str) -> dict[str, Any]:
    (row,) = rows(con, "FROM linkage.members WHERE member_id = $id", {"id": member_id})
    return row


def refreshed() -> duckdb.DuckDBPyConnection:
    con = warehouse()
    refresh(con)
    return con


def test_members_and_heads_missing_from_the_members_list() -> None:
    con = refreshed()
    listed = sum(len(family["members"]) for family in GOLDEN["roster"].values())
    assert len(known(con)) == listed + 1
    (head,) = rows(con, "FROM linkage.members WHERE member_id IS NULL")
    assert (head["name"], head["text"], head["generation"]) == ("孙长贵", "350181195208174533", 0)
    assert member(con, "A12-1")["text"] == "350181194908094513"  # the households' list has the number


def test_what_is_compared_of_a_member() -> None:
    con = refreshed()
    wife = member(con, "A2-2")
    assert (wife["name"], wife["surname"]) == ("买买提吐尔逊", ord("买"))
    assert (wife["kind"], wife["first17"], wife["sex"]) == ("valid", 65312119820304152, "F")
    assert (wife["birth"], wife["generation"], wife["own"]) == (day("1982-03-04"), 0, False)
    assert (wife["pattern"], wife["text"]) == ("653121198203041521", "653121198203041521")
    assert member(con, "A2-1")["text"] == "35018119800101451X"
    masked = member(con, "A8-2")
    assert (masked["kind"], masked["pattern"], masked["first17"]) == ("masked", "350181????????4526", None)
    assert (masked["text"], masked["settled_by"]) == ("350181********4526", None)
    assert masked["birth"] == day("1972-06-18")  # as registered
    wrong = member(con, "A8-4")
    assert (wrong["kind"], wrong["birth_in_number"], wrong["sex"]) == (
        "checksum_wrong",
        day("1998-01-25"),
        "M",
    )
    neighbours = [member(con, member_id)["village_id"] for member_id in ("A1-1", "A2-1", "A6-1")]
    assert neighbours[0] == neighbours[1] != neighbours[2]


def test_an_unchanged_roster_changes_nothing() -> None:
    con = refreshed()
    before = rows(con, "FROM linkage.members ORDER BY mid")
    assert refresh(con) == 0
    assert rows(con, "FROM linkage.members ORDER BY mid") == before
    compare_with_former(con)
    assert count(con, "SELECT count(*) FROM link_changed_members") == 0


def test_a_roster_of_the_same_files_is_not_read_again() -> None:
    con = warehouse()
    con.execute("INSERT INTO roster.snapshots VALUES ('members', 'household_id, member_id', 4)")
    assert refresh(con) > 0
    con.execute("DELETE FROM roster.members WHERE household_id = 'A2'")  # not by a new file
    assert refresh(con) == 0
    con.execute("INSERT INTO roster.snapshots VALUES ('members', 'household_id, member_id', 5)")
    assert refresh(con) == 1
    con.execute("CREATE TEMP TABLE former_links AS FROM linkage.person_links")
    con.execute(
        statement("linkage/todo/forget_everything")
    )  # members normalised by another program are normalised again
    assert refresh(con) > 1


@pytest.mark.parametrize("change", CHANGES[:-2])  # each of the last two alone makes no member
def test_only_the_households_of_a_change_are_touched(change: str) -> None:
    con = refreshed()
    before = rows(con, "FROM linkage.members ORDER BY mid")
    con.execute(change)
    assert refresh(con) in {1, 2}
    after = rows(con, "FROM linkage.members ORDER BY mid")
    gone, come = [r for r in before if r not in after], [r for r in after if r not in before]
    assert gone or come
    assert {r["hid"] for r in gone + come}.isdisjoint(r["hid"] for r in after if r in before)
    assert min((r["mid"] for r in come), default=10**6) > max(r["mid"] for r in before)
    compare_with_former(con)
    changed, unchanged = (
        rows(con, f"FROM link_{which}_members ORDER BY mid") for which in ("changed", "unchanged")
    )
    assert sorted(changed + unchanged, key=lambda r: r["mid"]) == gone + come
    written = [{name: value for name, value in r.items() if name != "mid"} for r in gone + come]
    assert [w for r, w in zip(gone + come, written, strict=True) if r in changed] == [
        w for w in written if written.count(w) == 1
    ]


@pytest.mark.slow
@settings(max_examples=15)
@given(
    st.lists(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=5, unique=True), min_size=1, max_size=3)
)
def test_refreshing_step_by_step_equals_refreshing_at_once(months: list[list[str]]) -> None:
    con = refreshed()
    for changes in months:
        for change in changes:
            con.execute(change)
        refresh(con)
    step_by_step = known(con)
    con.execute("DELETE FROM linkage.members")
    con.execute("DELETE FROM linkage.households")
    refresh(con)
    assert known(con) == step_by_step
    assert refresh(con) == 0


def test_members_of_a_household_missing_from_the_roster_count_only_once_it_arrives() -> None:
    con = refreshed()
    con.execute("INSERT INTO roster.members (household_id, member_id, name) VALUES ('Z', 'Z-1', '陈三')")
    assert refresh(con) == 1
    assert not [r for r in known(con) if r["member_id"] == "Z-1"]
    assert refresh(con) == 0
    con.execute("INSERT INTO roster.households (household_id, township, village) VALUES ('Z', '镇', '村')")
    assert refresh(con) == 1
    assert member(con, "Z-1")["name"] == "陈三"


def test_the_same_roster_gives_the_same_numbers() -> None:
    one, other = refreshed(), refreshed()
    assert rows(one, "FROM linkage.members ORDER BY mid") == rows(other, "FROM linkage.members ORDER BY mid")


def test_an_empty_roster_is_no_error() -> None:
    con = duckdb.connect()
    migrate(con)
    store(con, "roster.households", [], HOUSEHOLD_COLUMNS)
    store(con, "roster.members", [], MEMBER_COLUMNS)
    assert refresh(con) == 0
    assert known(con) == []
