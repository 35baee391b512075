"""Damage to the name: for each kind the expression that writes it and the rows it can apply to."""

from functools import cache

import polars as pl

from flows.demo.people.characters import homophones, look_alikes, option, replaced, traditional
from flows.demo.people.draws import declared

_NAME, _OTHER = pl.col("name"), pl.col("other_name")
_DRAW, _DRAW_2 = pl.col("draw"), pl.col("draw_2")
_LENGTH = _NAME.str.len_chars().cast(pl.Int64)
# One damaged character in five is in the surname; the others are in the given name.
_PLACE = pl.when((_DRAW % 5 == 0) | (_LENGTH < 2)).then(0).otherwise(1 + _DRAW_2 % (_LENGTH - 1))
_CHARACTER = _NAME.str.slice(_PLACE, 1)


def _with_character(character: pl.Expr) -> pl.Expr:
    return _NAME.str.head(_PLACE) + character + _NAME.str.slice(_PLACE + 1)


def masked_name() -> pl.Expr:
    """The name masked for privacy: 王*明, 王**, *小明, 王某, 王某某."""
    star = option(declared("writing/damage")["name_stars"], _DRAW)
    first, last = _NAME.str.head(1), _NAME.str.tail(1)
    rest = pl.when(_LENGTH > 2).then(star + star).otherwise(star)
    ends = pl.when(_LENGTH > 2).then(first + star + last).otherwise(first + star)
    style = _DRAW_2 % 10
    return (
        pl.when(style < 5)
        .then(ends)
        .when(style < 7)
        .then(first + rest)
        .when(style < 8)
        .then(star + _NAME.str.slice(1))
        .when(style < 9)
        .then(first + "某")
        .otherwise(first + pl.when(_LENGTH > 2).then(pl.lit("某某")).otherwise(pl.lit("某")))
    )


def _spaced() -> pl.Expr:
    place = 1 + _DRAW_2 % (_LENGTH - 1)
    space = option(declared("writing/damage")["spaces"], _DRAW)
    return _NAME.str.head(place) + space + _NAME.str.slice(place)


def _rare_lost() -> pl.Expr:
    rare, signs = list(declared("people/characters")["rare"]), declared("people/characters")["rare_as"]
    lost = _NAME.str.replace_many(dict.fromkeys(rare, signs[-1]))
    return lost.str.replace(signs[-1], option(signs, _DRAW), literal=True)


@cache
def name_damage() -> dict[str, pl.Expr]:
    """Kind of damage -> the name as written."""
    halves = _NAME.str.split("·")
    return {
        "masked_name": masked_name(),
        "traditional": _NAME.str.replace_many(traditional()),
        "homophone": _with_character(replaced(_CHARACTER, homophones(), _DRAW // 5)),
        "look_alike": _with_character(replaced(_CHARACTER, look_alikes(), _DRAW // 5)),
        "spaced_name": _spaced(),
        "other_interpunct": halves.list.join(option(declared("people/characters")["interpuncts"], _DRAW)),
        "interpunct_lost": halves.list.join(""),
        "rare_lost": _rare_lost(),
        "name_changed": _NAME.str.head(1) + _OTHER.str.slice(1),
    }


@cache
def name_eligible() -> dict[str, pl.Expr]:
    """Kind of damage -> the rows that it can apply to, unless to all."""
    dotted = _NAME.str.contains("·", literal=True)
    return {
        "traditional": _NAME.str.contains_any(list(traditional())),
        "homophone": _CHARACTER.is_in(list(homophones()[0])),
        "look_alike": _CHARACTER.is_in(list(look_alikes()[0])),
        "spaced_name": _LENGTH > 1,
        "other_interpunct": dotted,
        "interpunct_lost": dotted,
        "rare_lost": _NAME.str.contains_any(list(declared("people/characters")["rare"])),
        "name_changed": pl.col("renamable"),
    }
