"""Mixes of damage and what the truth records about them, on which a linker is measured."""

from pathlib import Path

import polars as pl
import pytest

from benchmarks.linkage.mixes import MIXES, dirt_of
from flows.demo.county import County, make_county
from flows.demo.people.likeness import Likeness
from flows.demo.people.people import populate
from flows.demo.writing.damage import person_damage
from flows.demo.writing.dirt import Dirt
from tests.flows.damage_rates import assert_as_often, first_kinds
from tests.flows.everybody import everybody

pytestmark = pytest.mark.slow

PERIODS = ("2021-05", "2021-06")
BUREAUS = ["health_insurance", "civil_affairs", "education", "emergency"]
PERSONS = 6_000
WRITTEN = ["name", "id_number", "birth_date", "address"]


@pytest.fixture(scope="module")
def rough(tmp_path_factory: pytest.TempPathFactory) -> County:
    dirt = dirt_of("rough")
    return make_county(
        tmp_path_factory.mktemp("rough"), PERSONS, seed=5, names="southwest", formats="plain", dirt=dirt
    )


@pytest.fixture(scope="module")
def people() -> pl.DataFrame:
    return everybody(populate(PERSONS, 5, PERIODS, "350181", "southwest", dirt_of("rough").likeness))


@pytest.fixture(scope="module")
def rows(rough: County) -> pl.DataFrame:
    """Rows of the bureaus as written in the files, and the members that they are about."""
    true_rows = pl.read_parquet(rough.truth / "rows.parquet").filter(
        pl.col("source").is_in(BUREAUS), pl.col("rejected").is_null()
    )
    known = true_rows.join(read_files(rough), on=["source", "file", "row_number"], validate="1:1")
    return known.join(members(rough), on=["period", "member_id"], how="left", suffix="_true")


def read_files(county: County) -> pl.DataFrame:
    every = [(source, period) for source in BUREAUS for period in PERIODS]
    sent = [(s, p) for s, p in every if (county.inbox / s / p).exists()]  # no education in May
    return pl.concat(read(county, source, period) for source, period in sent)


def read(county: County, source: str, period: str) -> pl.DataFrame:
    file = f"{period}/{source}.csv"
    frame = pl.read_csv(county.inbox / source / file, infer_schema=False).with_row_index("row_number", 1)
    names = {
        "姓名": "name",
        "学生姓名": "name",
        "证件号码": "id_number",
        "出生日期": "birth_date",
        "地址": "address",
    }
    renamed = frame.rename({title: name for title, name in names.items() if title in frame.columns})
    return renamed.select(
        pl.lit(source).alias("source"),
        pl.lit(file).alias("file"),
        pl.col("row_number").cast(pl.Int64),
        *WRITTEN,
    )


def members(county: County) -> pl.DataFrame:
    return pl.read_parquet(county.truth / "members.parquet").select(
        "period", "member_id", "name", "id_number", "birth_date", "relation"
    )


def of_kind(rows: pl.DataFrame, kind: str, least: int) -> pl.DataFrame:
    damaged = rows.filter(pl.col("damage") == kind, pl.col("household_id").is_not_null())
    assert damaged.height >= least
    return damaged


# -- pools and mixes -----------------------------------------------------------------------------------------


def test_unknown_pools_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="southwest"):
        make_county(tmp_path, persons=50, names="east")


@pytest.mark.parametrize("mix", MIXES)
def test_a_mix_names_only_known_kinds_and_shares_of_less_than_all(mix: str) -> None:
    dirt = dirt_of(mix)
    for rates in (dirt.damage, dirt.also, dirt.anywhere, dirt.roster):
        assert {kind for label in rates for kind in label.split("+")} <= set(person_damage())
        assert sum(rates.values()) < (1 if mix == "worn" else 0.4)


def test_the_usual_and_the_rough_mix_have_every_kind_of_damage() -> None:
    for dirt in (Dirt.mixed(), dirt_of("rough")):
        kinds = {kind for label in dirt.damage for kind in label.split("+")}
        assert kinds | dirt.anywhere.keys() == set(person_damage())


def test_without_arguments_the_mix_is_the_usual_one() -> None:
    assert Dirt() == Dirt.mixed()
    assert sum(Dirt().damage.values()) == pytest.approx(0.18, abs=0.001)


def test_a_third_of_the_rough_countys_rows_are_damaged_each_kind_at_its_rate(rows: pl.DataFrame) -> None:
    dirt = dirt_of("rough")
    first = first_kinds(rows["damage"], dirt)
    assert (first != "clean").mean() == pytest.approx(0.33, abs=0.01)
    assert_as_often(first, dirt.damage)


def test_further_kinds_are_equally_frequent_for_every_kind_of_unsure_number(rows: pl.DataFrame) -> None:
    kinds = rows["damage"].str.split("+")
    groups = ["masked_number"], ["missing_number"], ["wrong_digit", "swapped_digits"], ["trailing_zeros"]
    for group in groups:
        further = kinds.filter(kinds.list.first().is_in(group)).list.slice(1)
        for kind, rate in (dirt_of("rough").also | dirt_of("rough").anywhere).items():
            assert_as_often(further.list.contains(kind).replace_strict({True: kind, False: ""}), {kind: rate})


def test_a_field_is_damaged_once(rows: pl.DataFrame) -> None:
    kinds = (
        rows["damage"].unique().str.split("+").filter(rows["damage"].unique().str.contains("+", literal=True))
    )
    for further in kinds.list.slice(1):
        changed = [column for kind in further for column in person_damage()[kind]]
        assert len(changed) == len(set(changed))


def test_in_a_clean_county_every_row_stands_once_as_registered(tmp_path: Path) -> None:
    clean = make_county(tmp_path, 1_500, formats="plain", dirt=Dirt.clean())
    true_rows = pl.read_parquet(clean.truth / "rows.parquet")
    assert (true_rows["damage"] == "clean").all()
    assert true_rows["rejected"].is_null().all()
    of_members = true_rows.filter(pl.col("source").is_in(BUREAUS), pl.col("household_id").is_not_null())
    assert of_members["enough"].all()
    facts = pl.read_parquet(clean.truth / "facts.parquet")
    assert facts["fact"].is_unique().all()


# -- damage --------------------------------------------------------------------------------------------------


def test_what_a_mask_leaves_visible_is_the_persons(rows: pl.DataFrame) -> None:
    masked = of_kind(rows, "masked", 100).drop_nulls("name_true")
    before = masked["id_number"].str.extract(r"^(\d*)")
    after = masked["id_number"].str.extract(r"(\d*[\dX]?)$")
    assert pl.select(masked["id_number_true"].str.starts_with(before)).to_series().all()
    tails = masked.filter(~masked["id_number"].str.ends_with("X")).with_columns(
        after=after.filter(~masked["id_number"].str.ends_with("X"))
    )
    assert tails.select(pl.col("id_number_true").str.ends_with(pl.col("after")).all()).item()
    visible = masked["id_number"].str.replace_all(r"\D", "").str.len_chars()
    assert visible.n_unique() >= 6
    styles = masked["name"].str.replace_all(r"[^*＊●○xX某]", "字").str.replace_all("[^字某]", "*").unique()
    assert {"字*字", "字**", "*字字", "字某", "字*"} <= set(styles)


def test_numbers_of_others_belong_to_another_household_or_to_nobody(
    rows: pl.DataFrame, people: pl.DataFrame
) -> None:
    holder = people.select("id_number", holder="member_id", holders_home="household")
    reused = of_kind(rows, "number_reused", 20).join(holder, on="id_number", how="left")
    assert reused["holder"].is_not_null().all()
    assert (reused["holder"] != reused["member_id"]).all()
    strangers = of_kind(rows, "number_of_stranger", 20).join(holder, on="id_number", how="left")
    assert strangers["holders_home"].is_null().all()
    assert (strangers["name"] == strangers["name_true"]).all()


@pytest.mark.parametrize(
    ("kind", "ending"),
    [
        ("child_of_parent", "之[子女婴]"),
        ("first_child_of_parent", "之[长次三][子女]"),
        ("twin_of_parent", "之(大双|小双|[子女][一二]|双[长次][子女])"),
        ("grandchild_of_head", "之孙[子女]?"),
        ("mother_of_child", "之母"),
    ],
)
def test_a_person_written_as_a_relative_of_somebody_has_that_ones_name_and_number(
    rows: pl.DataFrame, people: pl.DataFrame, kind: str, ending: str
) -> None:
    relatives = people.select("id_number", "home", relative="name")
    home = people.select("member_id", own_home="home")
    written = of_kind(rows, kind, 5).join(relatives, on="id_number", how="left").join(home, on="member_id")
    assert (written["own_home"] == written["home"]).all()
    assert (written["name"].str.replace(rf"{ending}$", "") == written["relative"]).all()


def test_damaged_names_differ_in_one_character_at_any_place(rows: pl.DataFrame) -> None:
    for kind in ("homophone", "look_alike"):
        damaged = of_kind(rows, kind, 50).drop_nulls("name_true")
        pairs = list(damaged.select("name", "name_true").iter_rows())
        places = [[i for i, (a, b) in enumerate(zip(*pair, strict=True)) if a != b] for pair in pairs]
        assert {len(differing) for differing in places} == {1}
        assert {differing[0] for differing in places} >= {0, 1, 2}
        assert {len(name) for name, _ in pairs} >= {2, 3}


def test_a_changed_name_keeps_surname_and_number(rows: pl.DataFrame) -> None:
    changed = of_kind(rows, "name_changed", 20).drop_nulls("name_true")
    assert (changed["name"] != changed["name_true"]).all()
    assert (changed["name"].str.head(1) == changed["name_true"].str.head(1)).all()
    assert (changed["id_number"] == changed["id_number_true"]).all()


def test_lengths_of_numbers_show_lost_and_doubled_digits_and_spreadsheets(rows: pl.DataFrame) -> None:
    assert set(of_kind(rows, "lost_digit", 20)["id_number"].str.len_chars()) == {17}
    assert set(of_kind(rows, "doubled_digit", 20)["id_number"].str.len_chars()) == {19}
    assert of_kind(rows, "scientific_long", 20)["id_number"].str.contains(r"^\d\.\d{14}E\+17$").all()
    assert of_kind(rows, "fraction", 20)["id_number"].str.contains(r"^\d{15}000\.00?$").all()
    assert of_kind(rows, "village_only", 20)["address"].str.ends_with("村").all()


def test_the_roster_itself_is_wrong_about_some_members_and_the_truth_knows(rough: County) -> None:
    path = rough.inbox / "members/2021-05/members.csv"
    frame = pl.read_csv(path, infer_schema=False).rename({"人编号": "member_id"})
    true_members = members(rough).filter(pl.col("period") == "2021-05")
    joined = true_members.join(frame.unique("member_id"), on="member_id")
    wrong = joined["证件号码"].ne_missing(joined["id_number"])
    rates = dirt_of("rough").roster
    numbers = sum(rates[kind] for kind in ("missing_number", "fifteen_digits", "wrong_digit", "lower_case_x"))
    assert wrong.mean() == pytest.approx(numbers, rel=0.4)
    assert (joined["姓名"] != joined["name"]).mean() == pytest.approx(rates["traditional"], rel=0.5)
    labels = pl.read_parquet(rough.truth / "rows.parquet").filter(pl.col("source") == "members")["damage"]
    assert set(labels) == {"clean", *rates}


# -- what is enough ------------------------------------------------------------------------------------------


def test_only_rows_about_households_are_judged(rows: pl.DataFrame) -> None:
    assert (rows["enough"].is_null() == rows["household_id"].is_null()).all()


def test_a_row_as_registered_is_enough_and_the_number_of_another_never(rows: pl.DataFrame) -> None:
    clean = of_kind(rows, "clean", 1_000)
    assert clean["enough"].mean() > 0.999  # except where the roster itself lacks the number
    for kind in ("full_width", "apostrophe", "spaced_number", "fifteen_digits", "lower_case_x"):
        assert of_kind(rows, kind, 50)["enough"].mean() > 0.97, kind
    for kind in ("number_reused", "number_of_stranger", "child_without_trace"):
        assert not of_kind(rows, kind, 20)["enough"].any(), kind
    assert not rows.filter(pl.col("damage") == "child_without_trace+other_address")["enough"].any()


def test_what_is_left_of_a_number_is_not_enough_beside_a_wrong_birth_date(rows: pl.DataFrame) -> None:
    for kind in ("masked_number+wrong_birth_date", "trailing_zeros+wrong_birth_date"):
        written = pl.col("birth_date").str.replace_all(r"\D", "")
        doubtful = of_kind(rows, kind, 1).filter(written != pl.col("birth_date_true").dt.strftime("%Y%m%d"))
        assert doubtful.height
        assert not doubtful["enough"].any(), kind


@pytest.mark.parametrize(("kind", "shared"), [("birth_date_only", "birth_date"), ("village_only", "village")])
def test_name_and_birth_date_or_village_are_enough_if_one_household_alone_has_them(
    tmp_path: Path, kind: str, shared: str
) -> None:
    """The expected answers are counted person by person over the whole county."""
    dirt = Dirt(damage={kind: 0.3}, roster={}, likeness=Likeness(namesake_heads=0.2, same_birthday=0.5))
    county = make_county(tmp_path, 3_000, seed=8, formats="plain", dirt=dirt)
    true_rows = pl.read_parquet(county.truth / "rows.parquet").filter(
        pl.col("damage") == kind, pl.col("household_id").is_not_null(), pl.col("rejected").is_null()
    )
    homes: dict[tuple[str, str], set[int]] = {}
    own: dict[str, tuple[str, str]] = {}
    population = populate(3_000, 8, PERIODS, "350181", likeness=dirt.likeness)
    for person in everybody(population).iter_rows(named=True):
        key = person["name"], str(person[shared])
        homes.setdefault(key, set()).add(person["home"])
        own[person["member_id"]] = key
    expected = [len(homes[own[member]]) == 1 for member in true_rows["member_id"]]
    assert true_rows["enough"].to_list() == expected
    assert 10 < expected.count(False) < len(expected) / 2
