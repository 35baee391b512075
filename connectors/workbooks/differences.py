"""Where two spellings of the same value differ, for people who compare them side by side."""

from difflib import SequenceMatcher
from itertools import pairwise
from unicodedata import normalize

Places = tuple[tuple[int, int], ...]
"""Parts of a text, each as its start and the position after its end."""

Pieces = list[tuple[str, bool]]
"""A text in pieces, each with whether it differs."""

_HIDDEN = "*"  # a masked character matches any other


def differences(left: str | None, right: str | None) -> tuple[Places, Places] | None:
    """Where `left` and `right` differ; None if they agree or one of them is missing.

    White space, width and case do not count. Texts of equal length are compared character by character, and
    a mask matches any character; texts of different lengths are compared by the longest runs they share.
    """
    ours, theirs = _letters(left), _letters(right)
    if not ours or not theirs:
        return None
    unmatched = _unmatched([letter for letter, _ in ours], [letter for letter, _ in theirs])
    if not any(unmatched):
        return None
    return _places(ours, unmatched[0]), _places(theirs, unmatched[1])


def runs(text: str, places: Places) -> Pieces:
    """`text` cut at the borders of `places`: each piece, with whether it lies in one of them."""
    cuts = sorted({0, len(text), *(min(border, len(text)) for place in places for border in place)})
    return [
        (text[start:stop], any(first <= start < behind for first, behind in places))
        for start, stop in pairwise(cuts)
    ]


def _letters(text: str | None) -> list[tuple[str, int]]:
    """The characters that are compared, each with its place in the text."""
    folded = ((normalize("NFKC", letter).lower(), place) for place, letter in enumerate(text or ""))
    return [(letter, place) for letter, place in folded if letter.strip()]


def _unmatched(ours: list[str], theirs: list[str]) -> tuple[set[int], set[int]]:
    """For each side, the indices of the characters that the other side does not have there."""
    if len(ours) == len(theirs):
        pairs = enumerate(zip(ours, theirs, strict=True))
        unmatched = {index for index, pair in pairs if pair[0] != pair[1] and _HIDDEN not in pair}
        return unmatched, unmatched
    shared = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return (
        {*range(len(ours))} - {block.a + step for block in shared for step in range(block.size)},
        {*range(len(theirs))} - {block.b + step for block in shared for step in range(block.size)},
    )


def _places(letters: list[tuple[str, int]], indices: set[int]) -> Places:
    """The characters at `indices` as parts of the text; neighbours are joined."""
    places: list[tuple[int, int]] = []
    for index in sorted(indices):
        place = letters[index][1]
        if places and places[-1][1] == place:
            places[-1] = places[-1][0], place + 1
        else:
            places.append((place, place + 1))
    return tuple(places)
