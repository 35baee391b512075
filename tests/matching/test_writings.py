"""Whatever is written, the shortcut in SQL gives what the definitions in `id_numbers` and `names` give."""

import random

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from matching.comparing import id_numbers, names
from matching.preparing import writings
from tests.matching.test_id_numbers import checked

COLUMNS = ["kind", "pattern", "text", "first17", "last4", "birth_in_number", "sex_in_number"]

days = st.sampled_from(
    [
        "20000229",
        "19000229",
        "20040229",
        "20010229",
        "20211131",
        "19900100",
        "19901301",
        "18991231",
        "21000101",
    ]
)
eight = st.one_of(days, st.dates().map("{:%Y%m%d}".format), st.text("0123456789", min_size=8, max_size=8))
firsts = st.builds(
    "{}{}{}".format,
    st.sampled_from(["350181", "010101", "999999"]),
    eight,
    st.text("0123456789", min_size=3, max_size=3),
).filter(lambda first: len(first) == 17)
numbers = st.one_of(
    firsts.map(checked),
    st.builds(lambda first, last: first + last, firsts, st.sampled_from("0123456789Xx０")),
    st.text("0123456789xX*？ '-.eE+１２Ｘ无", max_size=20),
    st.sampled_from(["0" * 18, "1" * 18, "9" * 18, "", " ", "3.501811990010e165"]),
    st.none(),
)
ideographs = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
others = st.sampled_from(list("之某子女*?？·•． 　A1\n'張𠮷㛃豈\ufffd\ue000"))
written_names = st.one_of(
    st.text(st.one_of(ideographs, others), max_size=5), st.just("王小花之子"), st.none()
)


def normalised(rows: list[tuple[str | None, str | None]]) -> pl.DataFrame:
    """`link_normalised` for names and numbers, in the given order."""
    con = duckdb.connect()
    frame = pl.DataFrame(rows, schema={"name": pl.String, "id_number": pl.String}, orient="row")
    con.register("given", frame.with_row_index("place").with_columns(sex=pl.lit(" 男 ")))
    con.execute("CREATE TEMP TABLE link_written AS FROM given")
    writings.normalise(con, "link_written")
    result: pl.DataFrame = con.sql("FROM link_normalised ORDER BY place").pl()
    return result


def assert_as_defined(rows: list[tuple[str | None, str | None]]) -> None:
    result = normalised(rows)
    read = id_numbers.read(pl.Series([number for _, number in rows], dtype=pl.String))
    read = read.rename({"birth_date": "birth_in_number", "sex": "sex_in_number"})
    assert_frame_equal(result.select(COLUMNS), read.select(COLUMNS))
    comparable = names.comparable(pl.Series([name for name, _ in rows], dtype=pl.String)).rename("name")
    split = comparable.to_frame().select(names.kin_split(pl.col("name")).struct.unnest())
    assert result["name"].to_list() == comparable.to_list()
    assert result["owner"].to_list() == split["owner"].fill_null(comparable).to_list()
    hidden = comparable.str.contains(r"[*?]")
    whole = (~hidden & split["kin"].is_null()).fill_null(value=False)
    assert result["whole_name"].to_list() == whole.to_list()


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(st.tuples(written_names, numbers), min_size=1, max_size=60))
def test_whatever_is_written_is_read_as_defined(rows: list[tuple[str | None, str | None]]) -> None:
    assert_as_defined(rows)


def test_many_damaged_numbers_are_read_as_defined() -> None:
    draw = random.Random(7)
    rows: list[tuple[str | None, str | None]] = []
    for _ in range(20_000):
        year, month, day = draw.randrange(1890, 2110), draw.randrange(14), draw.randrange(33)
        first = f"{draw.randrange(10**6):06d}{year}{month:02d}{day:02d}{draw.randrange(1000):03d}"
        number = list(checked(first))
        if draw.random() < 0.5:
            number[draw.randrange(18)] = draw.choice("0123456789X")
        rows.append(("王小花", "".join(number)))
    assert set(normalised(rows)["kind"]) >= {"valid", "checksum_wrong", "mangled"}
    assert_as_defined(rows)


def test_every_ideograph_is_spelled_as_defined() -> None:
    assert_as_defined([(f"王{chr(code)}", None) for code in range(0x3400, 0xA000)])


@pytest.mark.parametrize(
    ("name", "surname", "kin"),
    [
        ("王小花", "王", (None, None, None)),
        ("王小花之子", "王", ("M", 1, True)),
        ("王**", "王", (None, None, None)),
        ("*小花", None, (None, None, None)),
        ("?小花之女", None, ("F", 1, True)),
        (None, None, (None, None, None)),
    ],
)
def test_surname_and_relative_of_a_name(
    name: str | None, surname: str | None, kin: tuple[object, ...]
) -> None:
    result = normalised([(name, None)]).row(0, named=True)
    assert result["surname"] == (ord(surname) if surname else None)
    assert (result["kin_sex"], result["kin_generation"], result["kin_own"]) == kin
    assert (result["name_id"] is None) == (name is None)


def test_equal_names_have_one_digest_however_they_are_written() -> None:
    result = normalised([("买买提·吐尔逊", None), ("買買提 吐爾遜", None), ("张三", None)])
    assert result["name_id"].n_unique() == 2
    assert normalised([("张三", None)])["name_id"].item() == result["name_id"][2]


def test_a_birth_date_is_trusted_only_where_no_wrong_digit_can_have_changed_it() -> None:
    right = checked("35018119900101123")
    wrong = right[:-1] + ("1" if right[-1] != "1" else "2")
    result = normalised([("王", right), ("王", wrong), ("王", "3501811990010*****")])
    assert result["birth_in_number"].null_count() == 1
    assert result["birth_trusted"].is_null().to_list() == [False, True, True]


def test_words_for_a_sex_become_one_code() -> None:
    assert normalised([("王", None)])["sex"].to_list() == ["M"]
