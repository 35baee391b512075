"""Which pairs of rows probably repeat each other."""

import polars as pl
import pytest

from matching.comparing import repeats
from tests.flows.small_county import id_number

VALID = id_number("35018119800101123")
WRONG = VALID[:16] + str((int(VALID[16]) + 1) % 10) + VALID[17]
SWAPPED = VALID[:7] + VALID[8] + VALID[7] + VALID[9:]
OTHER = id_number("35018119800101124")


def judged(differs: str, one: tuple[str | None, str | None], other: tuple[str | None, str | None]) -> bool:
    pair = {
        "differs": [differs], "name": [one[0]], "id_number": [one[1]],
        "like_name": [other[0]], "like_id_number": [other[1]],
    }  # fmt: skip
    texts = dict.fromkeys(pair, pl.String)
    return repeats.judged(pl.DataFrame(pair, schema=texts)).to_list() == [True]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("毛晓燕", "毛小燕", True),
        ("毛晓燕", "毛燕", True),
        ("毛晓燕", "毛燕晓", True),
        ("刘䶮", "刘?", True),
        ("刘䶮", "刘", False),
        ("买买提·吐尔逊", "买买提吐尔逊", True),
        ("玉山·吐拉", "玉山?吐拉", True),
        ("王艳", "王燕", True),
        ("毛晓燕", "毛大海", False),
        ("王小花之子", "王小花之女", False),
        ("王小花之长子", "王小花之次子", False),
        ("王晓花之子", "王小花之子", True),
        ("王小花", "王小花之子", False),
        ("毛晓燕", None, False),
    ],
)
def test_with_one_number_names_may_be_one_edit_apart(one: str, other: str | None, same: bool) -> None:
    assert judged("name", (one, VALID), (other, VALID)) is same


def test_without_a_number_only_lost_characters_may_differ() -> None:
    assert judged("name", ("刘䶮", None), ("刘?", None))
    assert judged("name", ("刘䶮", ""), ("刘□", ""))
    assert not judged("name", ("毛晓燕", None), ("毛小燕", None))
    assert not judged("name", ("毛晓燕", "350181********1234"), ("毛小燕", "350181********1234"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (VALID, WRONG, True),
        (VALID, SWAPPED, True),
        (VALID, VALID[:5] + VALID[6:], True),
        (VALID, OTHER, False),
        (WRONG, VALID[:3] + VALID[4:], False),
        (VALID, "350181********1234", False),
        (VALID, None, False),
    ],
)
def test_with_one_name_numbers_may_be_one_edit_apart_unless_both_are_valid(
    one: str, other: str | None, same: bool
) -> None:
    assert judged("number", ("毛晓燕", one), ("毛晓燕", other)) is same
    assert not judged("number", ("毛晓燕", one), ("毛小燕", other))


def test_a_name_may_lose_characters_that_older_systems_do_not_know() -> None:
    names = pl.Series(["王小明", "刘䶮", "刘?", None])
    assert repeats.may_be_lost(names).to_list() == [False, True, True, False]
