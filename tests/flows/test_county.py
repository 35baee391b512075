"""The demo county: its truth must hold for the files as the departments' readers see them."""

import hashlib
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.linkage.mixes import dirt_of
from connectors.readers.limits import Limits
from connectors.readers.reading import read_table
from connectors.readers.text_table import TextTable
from connectors.readers.typed_rows import type_rows
from data_contracts.contract import load_contracts
from data_contracts.errors import UnreadableFileError
from flows.demo.county import County, make_county
from flows.demo.extracts.further import further_sources
from flows.demo.people.people import populate
from flows.demo.writing.dirt import Dirt
from tests.flows.damage_rates import assert_as_often, first_kinds
from tests.flows.small_county import id_number

pytestmark = pytest.mark.slow

CONTRACTS = load_contracts()
PERSON_SOURCES = ["health_insurance", "civil_affairs", "education", "emergency"]
PERIODS = ("2021-05", "2021-06")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    return make_county(tmp_path_factory.mktemp("county"), persons=20_000)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> County:
    return make_county(tmp_path_factory.mktemp("small"), persons=1_500, seed=7)


def truth(county: County, table: str) -> pl.DataFrame:
    return pl.read_parquet(county.truth / f"{table}.parquet")


def read_back(county: County, file: dict[str, str]) -> TextTable:
    path = county.inbox / file["source"] / file["file"]
    return read_table(path, path.name, CONTRACTS[file["source"]], Limits())


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.mark.parametrize("formats", ["mixed", "plain"])
def test_equal_seeds_give_equal_bytes_and_another_seed_another_county(tmp_path: Path, formats: str) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        make_county(tmp_path / name, persons=1_000, seed=seed, formats=formats, history_months=6)
    first, again, other = (digests(tmp_path / name) for name in "abc")
    assert first == again
    assert first.keys() == other.keys()
    assert first != other


def test_further_departments_report_beside_the_first_and_change_nothing_of_theirs(tmp_path: Path) -> None:
    first = make_county(tmp_path / "first", persons=2_000, history_months=4)
    every = make_county(tmp_path / "every", persons=2_000, history_months=4, further=True)
    assert set(every.rows) == set(CONTRACTS)
    assert every.rows | first.rows == every.rows
    assert digests(first.inbox).items() <= digests(every.inbox).items()


@pytest.mark.parametrize(("names", "mix"), [("south", "mixed"), ("north", "rough")])
def test_every_accepted_file_reads_back_with_the_rows_of_the_truth(
    tmp_path: Path, names: str, mix: str
) -> None:
    made = make_county(tmp_path, persons=1_500, seed=7, names=names, dirt=dirt_of(mix), further=True)
    files = truth(made, "files").filter(pl.col("status") == "accepted")
    for file in files.to_dicts():
        rows = type_rows(
            read_back(made, file), CONTRACTS[file["source"]], file["period"], _known(made, file["period"])
        )
        assert rows.rows_read == file["rows"], file
        true_rows = truth(made, "rows").filter(
            (pl.col("source") == file["source"]) & (pl.col("file") == file["file"])
        )
        assert true_rows["row_number"].to_list() == list(range(1, file["rows"] + 1))
        expected = set(true_rows.drop_nulls("rejected").select("row_number", "rejected").iter_rows())
        assert set(true_rows.drop_nulls("rejected")["row_number"]) == set(rows.rejected["row_number"]), file
        assert expected <= set(rows.rejected.select("row_number", "code").iter_rows()), file


def _known(county: County, period: str) -> dict[str, pl.Series]:
    members = truth(county, "members").filter(pl.col("period") == period)
    return {"households": members["household_id"].unique(), "members": members["member_id"].unique()}


def test_clean_rows_carry_the_name_and_number_of_their_member(small: County) -> None:
    file = {"source": "health_insurance", "period": "2021-05", "file": "2021-05/医保结算_历史.csv"}
    true_rows = truth(small, "rows").filter(
        pl.col("file") == file["file"], pl.col("damage") == "clean", pl.col("rejected").is_null()
    )
    members = truth(small, "members").filter(pl.col("period") == "2021-05")
    written = read_back(small, file).frame.with_columns(pl.col("row_number").cast(pl.Int64))
    joined = true_rows.join(written, on="row_number").join(
        members, on=["household_id", "member_id"], suffix="_true"
    )
    assert joined.height > 500
    assert (joined["name"] == joined["name_true"]).all()
    assert (joined["id_number"] == joined["id_number_true"]).all()


def test_files_that_went_wrong_are_refused_by_the_reader_or_named_for_another_period(small: County) -> None:
    wrong = truth(small, "files").filter(pl.col("status") != "accepted").to_dicts()
    assert sorted(file["status"] for file in wrong) == ["duplicate", "rejected", "rejected", "rejected"]
    refused = []
    for file in wrong:
        try:
            type_rows(read_back(small, file), CONTRACTS[file["source"]], "2021-06", name=file["file"])
        except UnreadableFileError:
            refused.append(file["file"])
    assert sorted(refused) == ["2021-06/临时救助_补报.csv", "2021-06/受灾救助_补报.xlsx"]


def test_identity_numbers_are_valid_and_unique() -> None:
    people = populate(20_000, 1, PERIODS, "350181").people
    numbers = people["id_number"]
    assert numbers.n_unique() == people.height
    assert all(number == id_number(number[:17]) for number in numbers)
    assert (numbers.str.slice(6, 8) == people["birth_date"].dt.strftime("%Y%m%d")).all()
    odd = numbers.str.slice(16, 1).cast(pl.Int64) % 2 == 1
    assert (odd == (people["sex"] == "男")).all()


def test_outsiders_and_damage_come_as_often_as_configured(county: County) -> None:
    rows = truth(county, "rows").filter(pl.col("source").is_in(PERSON_SOURCES), pl.col("rejected").is_null())
    assert rows["household_id"].is_null().mean() == pytest.approx(1 / 3, abs=0.01)
    assert (rows["damage"] == "clean").mean() == pytest.approx(0.82, abs=0.01)
    assert_as_often(first_kinds(rows["damage"], Dirt()), Dirt().damage)


def test_damage_shows_in_the_number_and_no_member_is_claimed_without_a_trace(county: County) -> None:
    rows = truth(county, "rows")
    traceless = rows.filter(
        pl.col("damage").str.contains("child_without_trace"), pl.col("rejected").is_null()
    )
    assert traceless.height > 50
    assert traceless["member_id"].is_null().all()
    assert traceless["household_id"].is_not_null().all()
    outsiders = rows.filter(pl.col("source").is_in(PERSON_SOURCES), pl.col("household_id").is_null())
    assert outsiders["member_id"].is_null().all()


def test_the_county_has_namesakes_same_birthdays_twins_and_look_alike_outsiders() -> None:
    population = populate(20_000, 1, PERIODS, "350181")
    people = population.people
    village = population.households["village"].gather(people["household"])
    members = people.with_columns(village=village).head(population.members)
    heads = members.filter(pl.col("relation") == "户主")
    assert heads.filter(pl.struct("village", "name").is_duplicated()).height > 60
    assert heads.filter(pl.struct("village", "name", "birth_date").is_duplicated()).height >= 2
    children = members.filter(pl.col("relation").is_in(["之子", "之女"]))
    assert children.filter(pl.struct("household", "birth_date").is_duplicated()).height > 20
    outsiders = people[population.outsiders :]
    assert outsiders.join(members, on=["name", "birth_date"]).height > 50


def test_the_second_roster_differs_by_births_deaths_moves_and_new_households(county: County) -> None:
    members = truth(county, "members")
    before, after = (members.filter(pl.col("period") == period) for period in PERIODS)
    assert before.height == county.persons
    assert before["member_id"].n_unique() == before.height
    assert before.join(after, on="member_id", how="anti").height > 0
    assert after.join(before, on="member_id", how="anti").height > 0
    both = before.join(after, on="member_id")
    assert (both["household_id"] != both["household_id_right"]).sum() > 0
    assert after.join(before, on="household_id", how="anti").height > 0


def test_stories_show_in_the_incomes_of_their_households(county: County) -> None:
    story = (
        truth(county, "members")
        .filter(pl.col("period") == "2021-06")
        .select("household_id", "story")
        .unique()
    )
    income = pl.sum_horizontal("wage", "business", "property", "transfer").alias("income")
    facts = truth(county, "facts").filter(pl.col("source") == "incomes").join(story, on="household_id")
    months = (
        facts.select("story", "household_id", "month", income)
        .group_by("story", "month")
        .agg(pl.mean("income"))
    )
    of = {(row["story"], str(row["month"])[:7]): row["income"] for row in months.to_dicts()}
    assert ("unreported", "2021-05") not in of
    assert ("unreported", "2021-04") in of
    assert of["recovered", "2021-05"] > 5 * of["recovered", "2020-05"]
    assert of["job_lost", "2021-05"] < 0.3 * of["job_lost", "2020-05"]


def test_reversals_cancel_known_settlements_but_for_some_that_never_arrive(county: County) -> None:
    facts = truth(county, "facts").filter(pl.col("source") == "health_insurance")
    reversals = facts.drop_nulls("reverses")
    assert (reversals["self_paid"] < 0).all()
    never = reversals.join(facts, left_on="reverses", right_on="settlement_no", how="anti")
    assert 0 < never.height < reversals.height / 2


def test_facts_sent_again_keep_their_identity(county: County) -> None:
    facts = truth(county, "facts").filter(pl.col("source") == "health_insurance")
    again = facts.filter(pl.col("fact").is_duplicated())
    assert again.height > 100
    assert (again.group_by("fact").agg(pl.col("settlement_no").n_unique())["settlement_no"] == 1).all()
    assert (again.group_by("fact").agg(pl.col("self_paid").n_unique())["self_paid"] > 1).any()


@settings(max_examples=12)
@given(persons=st.integers(50, 400), seed=st.integers(0, 1000))
def test_every_size_has_exactly_its_persons_each_in_one_household(persons: int, seed: int) -> None:
    population = populate(persons, seed, PERIODS, "440981")
    roster = population.roster(0)
    assert roster.height == persons
    heads = roster.filter(pl.col("relation") == "户主")
    assert heads["household"].n_unique() == heads.height == roster["household"].n_unique()


def test_fifty_persons_have_every_source_and_every_story(tmp_path: Path) -> None:
    tiny = make_county(tmp_path, persons=50)
    assert set(tiny.rows) == set(CONTRACTS) - set(further_sources())
    assert truth(tiny, "members")["story"].n_unique() == 8
    assert tiny.rows["members"] == pytest.approx(100, abs=5)
