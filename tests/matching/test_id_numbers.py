"""Properties and examples of reading and comparing ID numbers."""

import datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.comparing import id_numbers, number_agreement

births = st.dates(datetime.date(1930, 1, 1), datetime.date(2021, 12, 31))
# A sequence that ends in zeros looks like a number damaged by a spreadsheet; see the test about zeros.
sequences = st.integers(1, 999).map("{:03d}".format).filter(lambda text: not text.endswith("00"))
written = st.text(alphabet="0123456789xX*？ '-.eE+１２Ｘ无", max_size=24)


def checked(first17: str) -> str:
    """`first17` with its check digit, as the standard defines it: the sum of all products is 1 modulo 11."""
    weights = [pow(2, 17 - place, 11) for place in range(17)]
    total = sum(int(digit) * weight for digit, weight in zip(first17, weights, strict=True))
    return first17 + next("0123456789X"[last] for last in range(11) if (total + last) % 11 == 1)


numbers = st.builds(lambda day, sequence: checked(f"350181{day:%Y%m%d}{sequence}"), births, sequences)


def canonical(texts: list[str]) -> list[str]:
    return id_numbers.canonical(pl.Series(texts, dtype=pl.String)).to_list()


def read(texts: list[str | None]) -> list[dict[str, object]]:
    return id_numbers.read(pl.Series(texts, dtype=pl.String)).to_dicts()


def edits(left: list[str], right: list[str]) -> list[int]:
    sides = {side: id_numbers.read(pl.Series(texts)) for side, texts in (("left", left), ("right", right))}
    columns = {"couple": range(len(left))}
    for side, frame in sides.items():
        columns |= {f"{side}_{field}": frame[field] for field in ("kind", "pattern", "text")}
    return number_agreement.compared(pl.DataFrame(columns)).sort("couple")["edits"].to_list()


def many(**strategies: st.SearchStrategy[object]) -> st.SearchStrategy[list[dict[str, object]]]:
    """Several examples at once, because an expression costs time per call and not per row."""
    return st.lists(st.fixed_dictionaries(strategies), min_size=1, max_size=40)


few_examples = settings(max_examples=15)


@few_examples
@given(many(text=written))
def test_canonical_twice_equals_canonical_once(examples: list[dict[str, str]]) -> None:
    once = canonical([example["text"] for example in examples])
    assert canonical(once) == once


@few_examples
@given(many(text=written))
def test_any_text_is_of_one_kind_with_a_pattern_of_18_places(examples: list[dict[str, str]]) -> None:
    results = read([example["text"] for example in examples])
    kinds = {"valid", "checksum_wrong", "masked", "mangled", "partial", "missing"}
    assert {each["kind"] for each in results} <= kinds
    assert {len(str(each["pattern"])) for each in results} == {18}


@few_examples
@given(many(number=numbers))
def test_correct_number_is_valid_and_gives_birth_date_and_sex(examples: list[dict[str, str]]) -> None:
    given_numbers = [example["number"] for example in examples]
    for number, result in zip(given_numbers, read(given_numbers), strict=True):
        assert result["kind"] == "valid"
        assert result["birth_date"] == datetime.datetime.strptime(number[6:14], "%Y%m%d").date()
        assert result["sex"] == ("M" if int(number[16]) % 2 else "F")


@few_examples
@given(many(day=births.filter(lambda day: day.year < 2000), sequence=sequences))
def test_old_number_becomes_the_new_one_of_the_same_person(examples: list[dict[str, Any]]) -> None:
    old = [f"350181{example['day']:%y%m%d}{example['sequence']}" for example in examples]
    new = [checked(f"350181{example['day']:%Y%m%d}{example['sequence']}") for example in examples]
    assert canonical(old) == new


@few_examples
@given(many(number=numbers, place=st.integers(6, 16), shift=st.integers(1, 9)))
def test_one_wrong_digit_is_never_valid_and_one_edit_away(examples: list[dict[str, Any]]) -> None:
    right = [example["number"] for example in examples]
    wrong = [
        n[:p] + str((int(n[p]) + shift) % 10) + n[p + 1 :]
        for n, p, shift in ((example["number"], example["place"], example["shift"]) for example in examples)
    ]
    assert all(result["kind"] in {"checksum_wrong", "mangled"} for result in read(wrong))
    zeros = [number.endswith("000") for number in wrong]
    assert all(count == 1 or spoiled for count, spoiled in zip(edits(wrong, right), zeros, strict=True))


@few_examples
@given(many(number=numbers, place=st.integers(6, 15)))
def test_two_swapped_digits_are_one_edit(examples: list[dict[str, Any]]) -> None:
    right = [example["number"] for example in examples]
    swapped = [
        n[:p] + n[p + 1] + n[p] + n[p + 2 :]
        for n, p in ((example["number"], example["place"]) for example in examples)
    ]
    assert edits(swapped, right) == [int(one != other) for one, other in zip(swapped, right, strict=True)]


@few_examples
@given(
    many(
        one=numbers,
        other=numbers,
        prefix=st.integers(0, 11),
        suffix=st.integers(2, 6),
        stars=st.integers(1, 20),
    )
)
def test_mask_never_matches_what_it_excludes(examples: list[dict[str, Any]]) -> None:
    masked = [e["one"][: e["prefix"]] + "*" * e["stars"] + e["one"][-e["suffix"] :] for e in examples]
    others = [e["other"] for e in examples]
    excluded = [
        e["other"][: e["prefix"]] != e["one"][: e["prefix"]]
        or e["other"][-e["suffix"] :] != e["one"][-e["suffix"] :]
        for e in examples
    ]
    assert [count > 0 for count in edits(masked, others)] == excluded
    assert set(edits(masked, [e["one"] for e in examples])) == {0}


@pytest.mark.parametrize(
    ("text", "kind", "pattern"),
    [
        ("350181********1234", "masked", "350181????????1234"),
        ("350181****1234", "masked", "350181????????1234"),
        ("350181**************1234", "masked", "350181????????1234"),
        ("350181XXXXXXXX123X", "masked", "350181????????123X"),
        ("350181＊＊＊＊＊＊＊＊123x", "masked", "350181????????123X"),
        ("3501811985****0123", "masked", "3501811985????0123"),
        ("350181199001******", "masked", "350181199001??????"),
        ("3.50181E+17", "mangled", "350181????????????"),
        ("3.50181199001011E+17", "mangled", "350181199001011???"),
        # The last digit shown is rounded.
        ("3.501812E+17", "mangled", "350181????????????"),
        ("3.5018119900101126e+17", "mangled", "350181199001011???"),
        ("350181199001011000", "mangled", "350181199001011???"),
        ("350181000000000000", "mangled", "350181????????????"),
        ("35018119900101123", "partial", "??????????????????"),
        ("000000000000000000", "missing", "??????????????????"),
        ("********", "missing", "??????????????????"),
        ("无", "missing", "??????????????????"),
        ("", "missing", "??????????????????"),
        (None, "missing", "??????????????????"),
    ],
)
def test_what_is_legible_in_a_damaged_number(text: str | None, kind: str, pattern: str) -> None:
    result = read([text])[0]
    assert (result["kind"], result["pattern"]) == (kind, pattern)


def test_zeros_of_a_spreadsheet_are_not_trusted_even_if_the_checksum_passes() -> None:
    passing = next(
        number
        for serial in range(1000)
        if (number := checked(f"350181198{serial:03d}0110000"[:17])).endswith("000")
    )
    assert read([passing])[0]["kind"] == "mangled"


def test_a_day_that_does_not_exist_is_not_valid() -> None:
    assert read([checked("35018119900231123")])[0]["kind"] == "checksum_wrong"


def test_order_is_kept_between_clean_and_damaged_numbers() -> None:
    numbers = [checked("35018119900101123"), "3.50181E+17", checked("35018119900101124"), None]
    kinds = id_numbers.read(pl.Series(numbers))["kind"].to_list()
    assert kinds == ["valid", "mangled", "valid", "missing"]


def test_letters_like_digits_are_digits_if_the_check_digit_agrees() -> None:
    assert canonical(["35O1811978O9l2672O", "35o18I197809126720", "35018119550220I07X"]) == [
        "350181197809126720",
        "350181197809126720",
        "35018119550220107X",
    ]


def test_letters_stay_if_the_check_digit_does_not_agree() -> None:
    wrong = ["35O1811978O91267O1", "35O18119780912672", "350I81********1234", "LOIL"]
    assert {each["kind"] for each in read(wrong)} <= {"partial", "missing", "masked"}
