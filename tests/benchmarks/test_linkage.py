"""The linkage benchmark on two thousand persons, without Splink, which wants an environment of its own."""

from io import StringIO
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from benchmarks.linkage import scoring
from benchmarks.linkage.__main__ import compare
from benchmarks.linkage.county import PERSON, CountyFiles, Recipe, write_county

SMALL = Recipe(persons=2_000, rows=2_600, seed=3, mix="rough", names="north")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> CountyFiles:
    return write_county(tmp_path_factory.mktemp("county"), SMALL)


def test_the_county_is_as_large_as_asked_for_and_a_third_of_its_rows_are_outsiders(
    county: CountyFiles,
) -> None:
    truth = pl.read_parquet(county.truth)
    assert pl.read_parquet(county.members()).height == SMALL.persons
    assert truth.height == pl.read_parquet(county.rows).height == SMALL.rows
    assert truth["household_id"].null_count() / SMALL.rows == pytest.approx(1 / 3, abs=0.03)


def test_in_the_month_after_95_of_100_persons_are_known(county: CountyFiles) -> None:
    rows, after = pl.read_parquet(county.rows), pl.read_parquet(county.next_rows)
    again = after.join(rows, on=PERSON, how="semi", nulls_equal=True)
    assert after.unique(PERSON).height == after.height
    assert again.height / after.height == pytest.approx(0.95, abs=0.001)


def test_a_stranger_linked_and_a_household_missed_count_as_they_should(county: CountyFiles) -> None:
    truth = pl.read_parquet(county.truth).with_row_index("row")
    registered, strangers = truth.drop_nulls("household_id"), truth.filter(pl.col("household_id").is_null())
    found = pl.concat([registered.head(60), strangers.head(40)]).select(
        "row",
        pl.col("household_id").fill_null("someone"),
        probability=pl.Series([0.9] * 60 + [0.6] * 40),
    )
    steps = scoring.curve(scoring.judged(county, found.with_columns(weight="probability")))
    assert scoring.at_half(steps).precision == pytest.approx(0.6)
    assert scoring.best(steps).precision == 1
    assert scoring.best(steps).recall == pytest.approx(60 / registered.height)
    assert scoring.best(steps).threshold == pytest.approx(0.9)


def test_rows_that_must_go_to_a_reviewer_are_told_apart_whatever_else_befell_them(
    county: CountyFiles,
) -> None:
    rows = pl.DataFrame(
        {"damage": ["clean", "name_changed+other_address", "child_without_trace", "child_of_parent"]}
    )
    assert scoring.may_be_linked(rows)["damage"].to_list() == ["clean", "child_of_parent"]
    kinds = pl.read_parquet(county.truth)["damage"].str.split("+").explode().unique()
    assert set(scoring.FOR_A_REVIEWER) <= set(kinds)


def test_a_tenth_is_as_far_off_as_its_mean_probability_from_the_share_that_is_right() -> None:
    rows = pl.DataFrame({"probability": [0.55, 0.65, 0.65, 0.65, 0.65, 1.0, 0.4, None]}).with_columns(
        right=pl.Series([True, True, True, True, False, True, False, False])
    )
    found = scoring.calibration(rows)
    assert found["tenth"].to_list() == [5, 6, 9]
    assert found["rows"].to_list() == [1, 4, 1]
    assert found["gap"].to_list() == pytest.approx([0.45, 0.1, 0])
    assert found["standard_error"][1] == pytest.approx((0.65 * 0.35 / 4) ** 0.5)
    assert scoring.calibration_error(rows) == 0  # of tenths with so few rows nothing is said


@pytest.mark.slow
def test_the_tables_name_every_linker_and_the_worst_county(tmp_path: Path) -> None:
    printed = StringIO()
    compare(tmp_path, [SMALL], ["recordlinkage"], "1GB", Console(file=printed, width=200))
    text = printed.getvalue()
    assert "this project" in text
    assert "recordlinkage 0.16" in text
    assert "worst" in text
    assert "all counties together" in text
