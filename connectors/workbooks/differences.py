"""Where two writings of one thing differ, for people who compare them side by side."""

from difflib import SequenceMatcher
from itertools import pairwise
from unicodedata import normalize

Places = tuple[tuple[int, int], ...]
"""Parts of a text: start, and stop behind it."""

Pieces = list[tuple[str, bool]]
"""A text in pieces, and whether each of them differs."""

_HIDDEN = "*"  # a masked character agrees with any


def differences(left: str | None, right: str | None) -> tuple[Places, Places] | None:
    """Where `left` and `right` differ; None if they agree, or one of them is missing.

    White space, width and case are no difference. Writings of one length are compared character by character,
    a mask agreeing with anything; others by the longest runs that they share.
    """
    ours, theirs = _letters(left), _letters(right)
    if not ours or not theirs:
        return None
    found = _apart([letter for letter, _ in ours], [letter for letter, _ in theirs])
    if not any(found):
        return None
    return _places(ours, found[0]), _places(theirs, found[1])


def runs(text: str, places: Places) -> Pieces:
    """`text` cut at the borders of `places`: each piece, and whether it stands in one of them."""
    cuts = sorted({0, len(text), *(min(border, len(text)) for place in places for border in place)})
    return [
        (text[start:stop], any(first <= start < behind for first, behind in places))
        for start, stop in pairwise(cuts)
    ]


def _letters(text: str | None) -> list[tuple[str, int]]:
    """Characters as they are compared, each with its place in the text."""
    folded = ((normalize("NFKC", letter).lower(), place) for place, letter in enumerate(text or ""))
    return [(letter, place) for letter, place in folded if letter.strip()]


def _apart(ours: list[str], theirs: list[str]) -> tuple[set[int], set[int]]:
    """Indices of the characters on either side that the other does not have there."""
    if len(ours) == len(theirs):
        pairs = enumerate(zip(ours, theirs, strict=True))
        apart = {index for index, pair in pairs if pair[0] != pair[1] and _HIDDEN not in pair}
        return apart, apart
    shared = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return (
        {*range(len(ours))} - {block.a + step for block in shared for step in range(block.size)},
        {*range(len(theirs))} - {block.b + step for block in shared for step in range(block.size)},
    )


def _places(letters: list[tuple[str, int]], indices: set[int]) -> Places:
    """The characters at `indices` as parts of the text, neighbours joined."""
    places: list[tuple[int, int]] = []
    for index in sorted(indices):
        place = letters[index][1]
        if places and places[-1][1] == place:
            places[-1] = places[-1][0], place + 1
        else:
            places.append((place, place + 1))
    return tuple(places)
