"""The kinds of damage, each as the columns it changes and the rows it can befall.

Every expression reads a row as registered: `name, id_number, birth_date, sex, relation, kids, parent_name,
parent_id`, and two random whole numbers `draw` and `draw_2`.
"""

from functools import cache

import opencc
import polars as pl
from pypinyin import lazy_pinyin

from flows.county.draws import declared

_NAME, _ID = pl.col("name"), pl.col("id_number")
_DRAW, _DRAW_2 = pl.col("draw"), pl.col("draw_2")
_FULL_WIDTH = dict(zip("0123456789X", "０１２３４５６７８９Ｘ", strict=True))
_BORN_SINCE = 2008  # those born later may be treated under a parent's number


def _characters() -> list[str]:
    """Every character that names are made of."""
    said = declared("names")
    given = "".join(group["characters"] for group in said["given"])
    doubles = "".join(said["double_surnames"])
    return list(dict.fromkeys(said["surnames"] + doubles + given + said["generation"]))


@cache
def _traditional() -> dict[str, str]:
    converter = opencc.OpenCC("s2t")
    changed = {simple: converter.convert(simple) for simple in _characters()}
    return {simple: full for simple, full in changed.items() if full != simple}


@cache
def _homophones() -> dict[str, str]:
    """Each character to the next one that is read alike."""
    by_reading: dict[str, list[str]] = {}
    for character in _characters():
        by_reading.setdefault(lazy_pinyin(character)[0], []).append(character)
    groups = [group for group in by_reading.values() if len(group) > 1]
    return {a: b for group in groups for a, b in zip(group, group[1:] + group[:1], strict=True)}


@cache
def _look_alikes() -> dict[str, str]:
    pairs = declared("names")["look_alikes"]
    return {pair[1 - side]: pair[side] for pair in pairs for side in (0, 1)}


def _character_at(place: pl.Expr) -> pl.Expr:
    return _ID.str.slice(place, 1)


def _spliced(start: pl.Expr, middle: pl.Expr, length: int) -> pl.Expr:
    return _ID.str.head(start) + middle + _ID.str.slice(start + length)


def _last_replaced(mapping: dict[str, str]) -> pl.Expr:
    last = _NAME.str.slice(-1)
    return _NAME.str.head(_NAME.str.len_chars() - 1) + last.replace(mapping)


def _ends_in(mapping: dict[str, str]) -> pl.Expr:
    return _NAME.str.slice(-1).is_in(list(mapping)) & (_NAME.str.len_chars() > 1)


_WRONG_AT = _DRAW % 17  # any digit but the check digit
_WRONG_DIGIT = ((_character_at(_WRONG_AT).cast(pl.Int64, strict=False) + 1 + _DRAW_2 % 9) % 10).cast(
    pl.String
)
_SWAPPED_AT = 6 + _DRAW % 11  # within birth date, sequence and check digit
_SPACES = pl.when(_DRAW % 3 == 0)
_MASKED_ID = (
    pl.when(_DRAW % 4 == 0)
    .then(_ID.str.head(3) + "***********" + _ID.str.tail(4))
    .when(_DRAW % 4 == 1)
    .then(_ID.str.head(6) + "****" + _ID.str.tail(4))
    .otherwise(_ID.str.head(6) + "********" + _ID.str.tail(4))
)
_MASKED_NAME = (
    pl.when((_NAME.str.len_chars() == 3) & (_DRAW_2 % 3 > 0))
    .then(_NAME.str.head(1) + "*" + _NAME.str.tail(1))
    .otherwise(
        _NAME.str.head(1) + "*" + pl.when(_NAME.str.len_chars() > 2).then(pl.lit("*")).otherwise(pl.lit(""))
    )
)
_WHOSE_CHILD = pl.when(pl.col("sex") == "男").then(pl.lit("之子")).otherwise(pl.lit("之女"))
_SOME_CHILD = pl.when(_DRAW % 2 == 0).then(pl.lit("之子")).otherwise(pl.lit("之女"))


@cache
def person_damage() -> dict[str, dict[str, pl.Expr]]:
    """Kind of damage -> the columns that it changes."""
    rare = dict.fromkeys(declared("names")["rare"], "?")
    dots = declared("names")["interpuncts"]
    return {
        "lower_case_x": {"id_number": _ID.str.to_lowercase()},
        "full_width": {"id_number": _ID.str.replace_many(_FULL_WIDTH)},
        "spaced_number": {
            "id_number": _SPACES.then(" " + _ID).otherwise(
                _ID.str.head(6) + " " + _ID.str.slice(6, 8) + " " + _ID.str.tail(4)
            )
        },
        "apostrophe": {"id_number": "'" + _ID},
        "fifteen_digits": {"id_number": _ID.str.head(6) + _ID.str.slice(8, 9)},
        "scientific": {"id_number": _ID.str.head(1) + "." + _ID.str.slice(1, 5) + "E+17"},
        "trailing_zeros": {"id_number": _ID.str.head(15) + "000"},
        "wrong_digit": {"id_number": _spliced(_WRONG_AT, _WRONG_DIGIT, 1)},
        "swapped_digits": {
            "id_number": _spliced(_SWAPPED_AT, _character_at(_SWAPPED_AT + 1) + _character_at(_SWAPPED_AT), 2)
        },
        "masked": {"id_number": _MASKED_ID, "name": _MASKED_NAME},
        "missing_number": {"id_number": pl.lit(None, pl.String)},
        "child_of_parent": {
            "name": pl.col("parent_name") + _WHOSE_CHILD,
            "id_number": pl.col("parent_id"),
            "birth_date": pl.when(_DRAW % 2 == 0).then(pl.col("birth_date")),
        },
        "child_without_trace": {
            "name": _NAME + _SOME_CHILD,
            "birth_date": pl.lit(None, pl.Date),
            "sex": pl.when(_DRAW % 2 == 0).then(pl.lit("男")).otherwise(pl.lit("女")),
        },
        "traditional": {"name": _NAME.str.replace_many(_traditional())},
        "homophone": {"name": _last_replaced(_homophones())},
        "look_alike": {"name": _last_replaced(_look_alikes())},
        "spaced_name": {
            "name": _NAME.str.head(1)
            + pl.when(_DRAW % 2 == 0).then(pl.lit(" ")).otherwise(pl.lit("　"))
            + _NAME.str.slice(1)
        },
        "other_interpunct": {
            "name": _NAME.str.replace("·", "|", literal=True)
            .str.split("|")
            .list.join((_DRAW % len(dots)).replace_strict(list(range(len(dots))), dots))
        },
        "rare_lost": {"name": _NAME.str.replace_many(rare)},
    }


@cache
def eligible() -> dict[str, pl.Expr]:
    """Kind of damage -> the rows that it can befall; the most demanding kinds first."""
    young = pl.col("birth_date").dt.year() > _BORN_SINCE
    return {
        "rare_lost": _NAME.str.contains_any(list(declared("names")["rare"])),
        "other_interpunct": _NAME.str.contains("·", literal=True),
        "child_of_parent": pl.col("relation").is_in(["之子", "之女"]) & young & (pl.col("kids") > 0),
        "child_without_trace": pl.col("relation").is_in(["户主", "配偶"]) & (pl.col("kids") == 0),
        "lower_case_x": _ID.str.ends_with("X"),
        "fifteen_digits": pl.col("birth_date").dt.year() < 1999,
        "look_alike": _ends_in(_look_alikes()),
        "homophone": _ends_in(_homophones()),
        "traditional": _NAME.str.contains_any(list(_traditional())),
        "swapped_digits": _character_at(_SWAPPED_AT) != _character_at(_SWAPPED_AT + 1),
    }
