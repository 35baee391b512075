"""Properties that the linker must have whatever the rows are."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.linker import link_persons
from matching.weighing.model import model
from tests.matching.county import GOLDEN, add_persons, day, linked, links, warehouse

ROWS = [case["row"] for case in GOLDEN["cases"]]
PERSONS: dict[int, dict[str, Any]] = dict(enumerate(ROWS))
ONE_OF_US = {"name": "王小花", "id_number": "350181197809126720"}
OUTSIDER = {"name": "欧阳清风", "id_number": "350181196501014517", "address": "江平镇新南坪村"}


@pytest.fixture(scope="module")
def before() -> dict[int, dict[str, Any]]:
    return linked(PERSONS)


@pytest.mark.slow
@settings(max_examples=5)
@given(st.permutations(range(len(ROWS))))
def test_order_of_rows_changes_nothing(before: dict[int, dict[str, Any]], order: list[int]) -> None:
    after = linked({new: ROWS[old] for new, old in enumerate(order)})
    assert {old: after[new] for new, old in enumerate(order)} == before


def test_an_unrelated_outsider_changes_no_link(before: dict[int, dict[str, Any]]) -> None:
    after = linked({**PERSONS, len(ROWS): OUTSIDER})
    assert after.pop(len(ROWS))["status"] == "unlinked"
    assert after == before


def test_linking_again_compares_nobody_and_linking_afresh_gives_the_same() -> None:
    con = warehouse()
    add_persons(con, PERSONS)
    first = link_persons(con)
    earlier = links(con)
    assert link_persons(con) == {}
    assert link_persons(con, afresh=True) == first
    assert links(con) == earlier


def test_known_persons_are_left_alone_when_new_ones_come() -> None:
    con = warehouse()
    add_persons(con, {0: ONE_OF_US})
    link_persons(con)
    con.execute("UPDATE linkage.person_links SET stage = 'kept'")
    add_persons(con, {1: OUTSIDER})
    assert link_persons(con) == {"outsider": 1}
    assert [links(con)[key]["stage"] for key in (0, 1)] == ["kept", "outsider"]


def test_persons_without_a_link_are_compared_however_long_ago_they_were_met() -> None:
    con = warehouse()
    for key, (person, met_in) in enumerate([(ONE_OF_US, "2021-06"), (OUTSIDER, "2021-07")]):
        add_persons(con, {key: person})
        con.execute("UPDATE linkage.persons SET met_in = ? WHERE person_key = ?", [met_in, key])
        assert sum(link_persons(con, period=met_in).values()) == 1
    assert link_persons(con, period="2021-07") == {}
    earlier = links(con)
    con.execute("DELETE FROM linkage.person_links WHERE person_key = 0")
    assert link_persons(con, period="2021-08") == {earlier[0]["stage"]: 1}
    assert links(con).keys() == earlier.keys()


def test_a_reviewers_decision_overrides_every_weight() -> None:
    con = warehouse()
    doubtful = {
        "name": "李建国",
        "birth_date": day("1964-07-08"),
    }  # two members have this name and birth date, in A4 and A5
    add_persons(con, {0: doubtful, 1: {**doubtful, "sex": "男"}, 2: ONE_OF_US})
    link_persons(con)
    assert [link["status"] for link in links(con).values()] == ["review", "review", "linked"]
    con.execute("""INSERT INTO linkage.labels (person_key, household_id, member_id, decision, period) VALUES
        (0, 'A4', 'A4-1', 'yes', '2021-06'), (1, 'A4', NULL, 'no', '2021-06'),
        (2, 'A1', NULL, 'no', '2021-06')""")
    link_persons(con)
    decided = links(con)
    assert (decided[0]["household_id"], decided[0]["member_id"], decided[0]["stage"]) == (
        "A4",
        "A4-1",
        "reviewed",
    )
    assert (decided[1]["status"], decided[1]["household_id"]) == ("linked", "A5")
    assert decided[2]["household_id"] is None


def test_a_reviewer_who_is_unsure_leaves_the_row_in_review() -> None:
    con = warehouse()
    add_persons(con, {0: {**ONE_OF_US, "id_number": None, "birth_date": day("1978-09-12")}})
    link_persons(con)
    assert links(con)[0]["status"] == "linked"
    con.execute("INSERT INTO linkage.labels VALUES (0, 'A1', NULL, 'unsure', 0.99, '2021-06')")
    link_persons(con)
    assert (links(con)[0]["status"], links(con)[0]["stage"]) == ("review", "unsure")


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


def test_only_the_removed_links_are_left_behind_in_the_connection() -> None:
    con = warehouse()
    add_persons(con, {0: ONE_OF_US})
    link_persons(con, period="2021-06")
    before = con.sql("FROM linkage.person_links").fetchall()
    link_persons(con, afresh=True, period="2021-07")
    assert con.sql("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall() == [("former_links",)]
    assert con.sql("FROM former_links").fetchall() == before


def test_no_persons_and_an_empty_roster_are_no_error() -> None:
    con = warehouse()
    assert link_persons(con) == {}
    con.execute("DELETE FROM roster.members")
    con.execute("DELETE FROM roster.households")
    add_persons(con, {0: ONE_OF_US})
    assert link_persons(con) == {"outsider": 1}


def test_reasons_are_chinese_and_hold_no_value() -> None:
    con = warehouse()
    add_persons(con, PERSONS)
    link_persons(con)
    reasons = [reason for (reason,) in con.sql("SELECT reasons FROM linkage.person_reviews").fetchall()]
    assert reasons
    assert all(re.fullmatch(r"[\u4e00-\u9fff，、：；（）+\-.0-9]+", reason) for reason in reasons)
    values = {
        str(member[at])
        for family in GOLDEN["roster"].values()
        for member in family["members"]
        for at in (1, 2)
    }
    assert not any(value in reason for reason in reasons for value in values)


def test_doubts_have_labels() -> None:
    doubts = {name for name, verdict in model().verdicts.items() if verdict.doubt} | model().doubts.keys()
    con = warehouse()
    add_persons(con, PERSONS)
    link_persons(con)
    reviewed = con.sql("SELECT DISTINCT stage FROM linkage.person_links WHERE status = 'review'").fetchall()
    assert {stage for (stage,) in reviewed} <= doubts
