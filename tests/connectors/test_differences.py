import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.workbooks.differences import Places, differences, runs

TEXTS = st.text("王小明*0123 Ｘ·", max_size=20)


def cut(text: str, places: Places) -> list[str]:
    return [text[start:stop] for start, stop in places]


@pytest.mark.parametrize(
    ("left", "right", "ours", "theirs"),
    [
        ("王小明", "王晓明", ["小"], ["晓"]),
        ("350181198001011234", "350181198010011234", ["01"], ["10"]),
        ("350181198001011234", "350181198001012234", ["1"], ["2"]),
        ("王小花之女", "王小花", ["之女"], []),
        ("350181800101123", "35018119800101123X", [], ["19", "X"]),  # 15 digits inside 18
        ("王 晓明", "王小明", ["晓"], ["小"]),
        ("男", "女", ["男"], ["女"]),
    ],
)
def test_differences_are_marked_on_both_sides(
    left: str, right: str, ours: list[str], theirs: list[str]
) -> None:
    marked = differences(left, right)
    assert marked is not None
    assert (cut(left, marked[0]), cut(right, marked[1])) == (ours, theirs)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("王*明", "王小明"),
        ("350181********1234", "350181198001011234"),
        ("３５０１８１x", "350181X"),
        (" 王小明", "王　小明"),
        (None, "王小明"),
        ("", "王小明"),
        ("王小明", None),
    ],
)
def test_masks_spaces_and_widths_are_no_difference(left: str | None, right: str | None) -> None:
    assert differences(left, right) is None
    assert differences(right, left) is None


@given(TEXTS, TEXTS)
def test_differences_do_not_depend_on_the_order_of_the_sides(left: str, right: str) -> None:
    marked, mirrored = differences(left, right), differences(right, left)
    assert (marked is None) == (mirrored is None)
    assert marked is None or any(marked)
    assert differences(left, left) is None


@given(TEXTS, TEXTS)
def test_pieces_make_up_the_text(left: str, right: str) -> None:
    for text, places in zip((left, right), differences(left, right) or ((), ()), strict=True):
        pieces = runs(text, places)
        assert "".join(piece for piece, _ in pieces) == text
        assert [piece for piece, differs in pieces if differs] == cut(text, places)
        assert all(piece for piece, _ in pieces)
