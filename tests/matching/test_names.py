"""Properties and examples of name comparison."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.comparing import names
from matching.comparing.vocabulary import look_alikes, vocabulary

characters = st.sampled_from(list("王李张小晓明名伟维花华芳乐单欧阳買買著乾?*·•　 某"))
some_names = st.text(characters, max_size=6)


def level(left: str | None, right: str | None) -> str:
    pairs = pl.DataFrame({"left": [left], "right": [right]}, schema={"left": pl.String, "right": pl.String})
    return names.compared(pairs).item()


def comparable(name: str) -> str | None:
    return names.comparable(pl.Series([name])).item()


@given(some_names)
def test_normalising_twice_equals_normalising_once(name: str) -> None:
    once = comparable(name)
    assert once is None or comparable(once) == once


@given(some_names, some_names)
def test_comparison_is_symmetric(left: str, right: str) -> None:
    assert level(left, right) == level(right, left)


@given(
    st.text(st.sampled_from("王李小明花"), min_size=2, max_size=4),
    st.text(st.sampled_from("王李小明花"), min_size=2, max_size=4),
)
def test_mask_never_matches_another_surname_or_length_of_visible_characters(one: str, other: str) -> None:
    masked = one[0] + "*" * (len(one) - 2) + one[-1] if len(one) > 2 else one[0] + "*"
    excluded = one[0] != other[0] or (len(one) > 2 and (one[-1] != other[-1] or len(other) < 3))
    assert (level(masked, other) == "different") == excluded


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("王小明", "王小明", "same"),
        ("王*明", "王小明", "masked"),
        ("王**", "王小明", "masked"),
        ("王**", "王明", "masked"),
        ("王?明", "王小明", "masked"),
        ("王*明", "王?明", "masked"),
        ("王*明", "王小红", "different"),
        ("李**", "王小明", "different"),
        ("***", "王小明", "different"),
        ("王小明", "王晓名", "homophone"),
        ("单小乐", "善小月", "homophone"),  # polyphones: a reading in common is enough
        ("王小明", "王小朋", "look_alike"),
        ("王晴", "王睛", "look_alike"),  # two characters: the given name looks alike
        ("千玲", "于玲", "look_alike"),  # or the surname does
        ("千玲", "于铃", "different"),  # but not both
        ("千小玲", "于小玲", "look_alike"),
        ("王晓玲", "王小铃", "homophone"),  # both
        ("王晓末", "王小未", "look_alike"),  # one character sounds alike, the other looks alike
        ("千", "于", "different"),
        ("王小明", "王小红", "one_edit"),
        ("欧阳小明", "欧阳明", "one_edit"),
        ("王明小", "王小明", "one_edit"),
        ("宋勇", "宋男", "shared_part"),  # two characters: one is the same, the other is a part of 勇
        ("任勇", "伍勇", "shared_part"),
        ("王芳", "王红", "one_of_two"),
        ("刘芳", "王芳", "one_of_two"),
        ("王芳", "王", "different"),
        ("王小芳", "王小红", "one_edit"),
        ("王明", "王小明", "different"),
        (None, "王明", "different"),
        ("玉山?吐拉", "玉山吐拉", "masked"),  # the interpunct is lost
        ("玉山吐拉", "玉山?吐拉", "masked"),
        ("玉山?吐拉", "玉山吐力", "different"),
        ("玉山*吐拉", "玉山吐拉", "different"),  # a hidden character is one
        ("王?明", "王明", "different"),
    ],
)
def test_levels(left: str | None, right: str | None, expected: str) -> None:
    assert level(left, right) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (" 王　小\u200b明 ", "王小明"),
        ("買買提•吐爾遜", "买买提吐尔逊"),
        ("买买提．吐尔逊", "买买提吐尔逊"),
        ("张\ufffd", "张?"),
        ("张□明", "张?明"),
        ("王某某", "王**"),
        ("　", None),
        ("⻢⻓⻘", "马长青"),
        ("⼤⼭", "大山"),
        ("玉山&middot;吐拉", "玉山吐拉"),
        ("玉山&#183;吐拉", "玉山吐拉"),
        ("玉山&#xB7;吐拉", "玉山吐拉"),
        ("玉山&amp;middot;吐拉", "玉山吐拉"),
        ("王&nbsp;小明", "王小明"),
        ("李&#40857;", "李龙"),
    ],
)
def test_one_form(written: str, expected: str | None) -> None:
    assert comparable(written) == expected


def test_look_alikes_are_groups_of_simplified_characters() -> None:
    groups = [group for line in vocabulary().look_alikes for group in line]
    assert all(len(set(group)) == len(group) > 1 for group in groups)
    characters = pl.Series(sorted(look_alikes()))
    assert names.comparable(characters).to_list() == characters.to_list()


def test_simplifying_any_ideograph_twice_equals_simplifying_it_once() -> None:
    once = names.comparable(pl.Series([chr(code) for code in range(0x4E00, 0xA000)]))
    assert names.comparable(once).to_list() == once.to_list()


def test_plain_ideographs_are_all_that_are_comparable_as_they_stand_but_the_joint() -> None:
    ideographs = pl.Series([chr(code) for code in range(0x4E00, 0xA000)])
    plain = ideographs.str.contains(f"^(?:{names.plain()})$")
    as_they_stand = names.comparable(ideographs) == ideographs
    assert ideographs.filter(plain != as_they_stand).to_list() == list(vocabulary().kin.joint)


def test_plain_names_are_comparable_as_they_stand_and_name_no_relative() -> None:
    written = pl.Series(
        ["王小明", "欧阳娜娜", "王", "王小花之子", "王某", "王*明", "張三", "买买提·吐尔逊", "", "Li"]
    )
    plain = written.filter(written.str.contains(f"^(?:{names.plain()})$"))
    assert plain.to_list() == ["王小明", "欧阳娜娜", "王"]
    assert names.comparable(plain).to_list() == plain.to_list()


@pytest.mark.parametrize(
    ("name", "owner", "kin"),
    [
        ("王小花之子", "王小花", "子"),
        ("王小花之次女", "王小花", "女"),
        ("王小花之孙女", "王小花", "孙女"),
        ("王小花", None, None),
        ("王之子", None, None),  # a name may contain 之
    ],
)
def test_kin_suffix(name: str, owner: str | None, kin: str | None) -> None:
    split = pl.DataFrame({"name": [name]}).select(names.kin_split(pl.col("name"))).item()
    assert (split["owner"], split["kin"]) == (owner, kin)
