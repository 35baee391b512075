"""A link is a function of the person, the candidates, the parameters and the labels, and of nothing else."""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.linker import link_persons
from sql import count, frame
from tests.matching.roster_changes import KINDS, Changes, Step, add, generated, golden

pytestmark = pytest.mark.slow

NUMBERS = st.integers(0, 10**6)
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), NUMBERS, NUMBERS), min_size=1, max_size=3)
OUTSIDER = {
    "person_key": 10**9,
    "name": "欧阳清风",
    "id_number": "110101196501014517",
    "address": "北京市东城区",
    "source": "education",
}
Outcome = tuple[pl.DataFrame, ...]


@dataclass(frozen=True)
class Linked:
    """A warehouse in which two thirds of `people` are linked; the others arrive later."""

    path: Path
    people: pl.DataFrame = field(repr=False)

    def opened(self) -> duckdb.DuckDBPyConnection:
        """A copy in memory."""
        con = duckdb.connect()
        con.execute(f"ATTACH '{self.path}' AS kept (READ_ONLY)")
        con.execute("COPY FROM DATABASE kept TO memory")
        con.execute("DETACH kept")
        return con


def kept(con: duckdb.DuckDBPyConnection, people: pl.DataFrame, path: Path) -> Linked:
    add(con, "linkage.persons", people.filter(pl.col("person_key") % 3 > 0))
    link_persons(con, period="2021-05")
    con.execute(f"ATTACH '{path}' AS kept")
    con.execute("COPY FROM DATABASE memory TO kept")
    con.close()
    return Linked(path, people)


@pytest.fixture(scope="module")
def of_golden(tmp_path_factory: pytest.TempPathFactory) -> Linked:
    return kept(*golden(), tmp_path_factory.mktemp("golden") / "linked.duckdb")


@pytest.fixture(scope="module")
def of_county(tmp_path_factory: pytest.TempPathFactory) -> Linked:
    folder = tmp_path_factory.mktemp("county")
    return kept(*generated(folder, people=300, seed=11), folder / "linked.duckdb")


def outcome(con: duckdb.DuckDBPyConnection) -> Outcome:
    """Every person's link and candidates."""
    links = frame(con, "SELECT * EXCLUDE (since) FROM linkage.person_links ORDER BY ALL")
    return links, frame(con, "FROM linkage.person_reviews ORDER BY ALL")


def differences(one: Outcome, other: Outcome) -> list[str]:
    """Rows that only one of the two has."""
    return [
        repr(row)
        for left, right in zip(one, other, strict=True)
        for row in sorted(set(left.rows()) ^ set(right.rows()), key=repr)
    ]


def relinked(con: duckdb.DuckDBPyConnection) -> set[int]:
    """Persons who are compared in a further run."""
    con.execute("UPDATE linkage.person_links SET stage = 'kept'")
    link_persons(con, period="2021-06")
    compared = con.execute("SELECT person_key FROM linkage.person_links WHERE stage <> 'kept'").fetchall()
    return {key for (key,) in compared}


def changed_step_by_step(linked: Linked, steps: list[Step]) -> list[str]:
    con = linked.opened()
    changes = Changes(con, linked.people)
    for step in steps:
        changes.take(step)
        link_persons(con, period="2021-06")
    step_by_step = outcome(con)
    link_persons(con, afresh=True, period="2021-06")
    return differences(step_by_step, outcome(con))


@settings(max_examples=6)
@given(steps=STEPS)
def test_linking_what_changed_is_linking_everybody(of_golden: Linked, steps: list[Step]) -> None:
    assert changed_step_by_step(of_golden, steps) == []


@settings(max_examples=20)
@given(steps=STEPS)
def test_a_whole_county_is_linked_step_by_step_as_at_once(of_county: Linked, steps: list[Step]) -> None:
    assert changed_step_by_step(of_county, steps) == []


# Counterexamples that the tests above once drew.
COUNTEREXAMPLES = {
    "a new member without a number may be a person taken for an outsider": [
        ("member_added_without_number", 387926, 960437),
    ],
    "a sum of probabilities must not depend on its order": [
        ("number_corrected", 492015, 503820), ("renamed", 437206, 237654), ("born_otherwise", 6137, 429408),
    ],
    "an address may name a township that the roster did not have": [
        ("township_renamed", 879220, 526604), ("township_renamed", 258033, 861113),
    ],
}  # fmt: skip


@pytest.mark.parametrize("example", COUNTEREXAMPLES)
def test_what_once_differed_no_longer_does(of_golden: Linked, of_county: Linked, example: str) -> None:
    assert changed_step_by_step(of_golden, COUNTEREXAMPLES[example]) == []
    assert changed_step_by_step(of_county, COUNTEREXAMPLES[example]) == []


def test_a_village_that_the_roster_never_had_leaves_every_link_a_probability(of_county: Linked) -> None:
    con = of_county.opened()
    con.execute("UPDATE roster.households SET township = '清源县'")  # as every address begins
    link_persons(con, period="2021-06")
    for table in ("person_links", "person_reviews"):
        query = f"SELECT count(*) FROM linkage.{table} WHERE probability NOT BETWEEN 0 AND 1"
        assert count(con, query) == 0, table


def test_where_nothing_changed_nothing_is_compared(of_county: Linked) -> None:
    con = of_county.opened()
    assert link_persons(con, period="2021-06") == {}
    assert relinked(con) == set()


def test_only_new_persons_are_compared_against_an_unchanged_roster(of_county: Linked) -> None:
    con = of_county.opened()
    new = of_county.people.filter(pl.col("person_key") % 3 == 0)
    add(con, "linkage.persons", new)
    assert relinked(con) == set(new["person_key"])


def test_a_household_that_changes_affects_only_persons_who_could_be_meant(of_county: Linked) -> None:
    con = of_county.opened()
    changed = con.execute(
        "SELECT household_id FROM linkage.person_links WHERE household_id IS NOT NULL ORDER BY ALL"
    ).fetchall()[0][0]
    of_household = con.execute(
        "SELECT person_key FROM linkage.person_links WHERE household_id = $h", {"h": changed}
    ).fetchall()
    con.execute("UPDATE roster.members SET name = name || '某' WHERE household_id = $h", {"h": changed})
    touched = relinked(con)
    assert {key for (key,) in of_household} <= touched
    assert len(touched) < count(con, "SELECT count(*) FROM linkage.persons") / 10


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_changes_nothing(tmp_path: Path, of_golden: Linked, seed: int) -> None:
    con, people = golden()
    for table in ("roster.households", "roster.members"):
        con.execute(
            f"CREATE OR REPLACE TABLE {table} AS FROM {table} ORDER BY hash({seed}, household_id, COLUMNS(*))"
        )
    mixed = kept(con, people.sample(fraction=1, shuffle=True, seed=seed), tmp_path / "mixed.duckdb")
    assert differences(outcome(mixed.opened()), outcome(of_golden.opened())) == []


@pytest.mark.parametrize("afresh", [False, True])
def test_an_unrelated_outsider_changes_no_link(of_county: Linked, afresh: bool) -> None:
    con = of_county.opened()
    before = outcome(con)
    add(con, "linkage.persons", pl.DataFrame([OUTSIDER], schema_overrides={"person_key": pl.UInt64}))
    link_persons(con, afresh=afresh, period="2021-06")
    links, reviews = outcome(con)
    assert links.filter(pl.col("person_key") == OUTSIDER["person_key"])["status"].to_list() == ["unlinked"]
    others = links.filter(pl.col("person_key") != OUTSIDER["person_key"])
    assert differences((others, reviews), before) == []


@pytest.mark.parametrize("afresh", [False, True])
def test_persons_met_later_change_no_link_made_before(of_county: Linked, afresh: bool) -> None:
    con = of_county.opened()
    before = outcome(con)
    add(con, "linkage.persons", of_county.people.filter(pl.col("person_key") % 3 == 0))
    link_persons(con, afresh=afresh, period="2021-06")
    of_earlier = tuple(table.filter(pl.col("person_key") % 3 > 0) for table in outcome(con))
    assert differences(of_earlier, before) == []
