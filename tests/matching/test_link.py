"""What must hold of the linker whatever the rows."""

import re
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.evaluate import evaluate
from matching.link import link_persons
from matching.model import model
from matching.review_reasons import WORDING
from tests.matching.county import GOLDEN, add_persons, linked, links, warehouse

ROWS = [case["row"] for case in GOLDEN["cases"]]
PERSONS: dict[int, dict[str, Any]] = dict(enumerate(ROWS))
ONE_OF_US = {"name": "王小花", "id_number": "350181197809126720"}
OUTSIDER = {"name": "欧阳清风", "id_number": "350181196501014517", "address": "江平镇新南坪村"}


@pytest.fixture(scope="module")
def before() -> dict[int, dict[str, Any]]:
    return linked(PERSONS)


@settings(max_examples=5, deadline=None)
@given(st.permutations(range(len(ROWS))))
def test_order_of_rows_changes_nothing(before: dict[int, dict[str, Any]], order: list[int]) -> None:
    after = linked({new: ROWS[old] for new, old in enumerate(order)})
    assert {old: after[new] for new, old in enumerate(order)} == before


def test_an_unrelated_outsider_changes_no_link(before: dict[int, dict[str, Any]]) -> None:
    after = linked({**PERSONS, len(ROWS): OUTSIDER})
    assert after.pop(len(ROWS))["status"] == "unlinked"
    assert after == before


def test_linking_again_gives_the_same() -> None:
    con = warehouse()
    add_persons(con, PERSONS)
    first = link_persons(con)
    rows = links(con)
    assert link_persons(con) == first
    assert links(con) == rows


def test_only_new_leaves_links_alone_and_adds_the_rest() -> None:
    con = warehouse()
    add_persons(con, {0: ONE_OF_US})
    link_persons(con)
    con.execute("UPDATE linkage.person_links SET stage = 'kept'")
    add_persons(con, {1: OUTSIDER})
    assert link_persons(con, only_new=True) == {"outsider": 1}
    assert [links(con)[key]["stage"] for key in (0, 1)] == ["kept", "outsider"]
    assert link_persons(con, only_new=True) == {}


def test_every_person_has_one_link_and_reviews_only_where_in_review(
    before: dict[int, dict[str, Any]],
) -> None:
    con = warehouse()
    add_persons(con, PERSONS)
    counts = link_persons(con)
    assert before.keys() == PERSONS.keys()
    assert sum(counts.values()) == len(PERSONS)
    reviewed = con.sql("SELECT DISTINCT person_key FROM linkage.person_reviews ORDER BY ALL").fetchall()
    assert reviewed == [(key,) for key, link in before.items() if link["status"] == "review"]
    unknown = (
        "FROM linkage.person_reviews WHERE household_id NOT IN (SELECT household_id FROM roster.households)"
    )
    assert con.sql(unknown).fetchall() == []


def test_nothing_is_left_behind_in_the_connection() -> None:
    con = warehouse()
    add_persons(con, {0: ONE_OF_US})
    link_persons(con)
    assert con.sql("FROM duckdb_tables() WHERE temporary").fetchall() == []


def test_no_persons_and_an_empty_roster_are_no_error() -> None:
    con = warehouse()
    assert link_persons(con) == {}
    con.execute("DELETE FROM roster.members")
    con.execute("DELETE FROM roster.households")
    add_persons(con, {0: ONE_OF_US})
    assert link_persons(con) == {"outsider": 1}


def test_reasons_are_chinese_and_hold_no_value() -> None:
    assert WORDING.keys() == model().reviews.keys()
    assert all(re.fullmatch(r"[\u4e00-\u9fff，、：]+", wording) for wording in WORDING.values())


def test_evaluation_counts_strangers_against_precision_and_lost_members_against_recall() -> None:
    con = duckdb.connect()
    con.execute("""CREATE TABLE links AS FROM (VALUES
        ('education', 1, 1, 'linked', 'A', 'A-1'), ('education', 1, 2, 'linked', 'A', NULL),
        ('education', 1, 3, 'linked', 'B', 'B-1'), ('emergency', 2, 1, 'review', NULL, NULL),
        ('emergency', 2, 2, 'linked', 'C', 'C-2'), ('emergency', 2, 3, 'unlinked', NULL, NULL)
    ) t(source, file_id, row_number, status, household_id, member_id)""")
    truth = pl.DataFrame(
        [
            (1, 1, "A", "A-1", "clean"),
            (1, 2, "A", "A-2", "masked"),
            (1, 3, None, None, "masked"),
            (2, 1, "C", "C-1", "missing"),
            (2, 2, "C", "C-1", "clean"),
            (2, 3, None, None, "clean"),
        ],
        schema=["file_id", "row_number", "household_id", "member_id", "damage"],
        orient="row",
    )
    groups = {(row["dimension"], row["value"]): row for row in evaluate(con, truth).to_dicts()}
    total = groups["total", ""]
    assert (total["rows"], total["linked"], total["correct"], total["wrong_members"]) == (6, 4, 3, 1)
    assert (total["precision"], total["recall"], total["f1"]) == (3 / 4, 3 / 4, 3 / 4)
    assert total["review_share"] == 1 / 6
    assert groups["damage", "masked"]["precision"] == 1 / 2
    assert groups["damage", "missing"]["precision"] is None
    assert groups["source", "emergency"]["recall"] == 1 / 2
