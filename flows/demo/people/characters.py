"""Characters that are written for one another: traditional forms, homophones, look-alikes."""

from collections.abc import Iterator
from functools import cache

import opencc
import polars as pl
from pypinyin import lazy_pinyin

from flows.demo.people.draws import declared
from flows.demo.people.names import name_pool, pool_names

_HOMOPHONES = 3  # number of alternatives to each character


@cache
def name_characters() -> list[str]:
    """Every character of every pool: a wrong character need not be common in the county."""
    return list(dict.fromkeys("".join(name_pool(name).characters() for name in pool_names())))


@cache
def double_surnames() -> list[str]:
    """Surnames of two characters in all pools."""
    return sorted({name for pool in pool_names() for name in name_pool(pool).double_surnames})


@cache
def traditional() -> dict[str, str]:
    """Simplified character -> traditional form, where they differ."""
    converter = opencc.OpenCC("s2t")
    changed = {simple: converter.convert(simple) for simple in name_characters()}
    return {simple: full for simple, full in changed.items() if full != simple}


@cache
def homophones() -> list[dict[str, str]]:
    """Character -> another one with the same reading; several such mappings."""
    by_reading: dict[str, list[str]] = {}
    for character in name_characters():
        by_reading.setdefault(lazy_pinyin(character)[0], []).append(character)
    return list(_choices(group for group in by_reading.values() if len(group) > 1))


@cache
def look_alikes() -> list[dict[str, str]]:
    """Character -> another one of similar shape; several such mappings."""
    return list(_choices(list(group) for group in declared("people/characters")["look_alikes"]))


def _choices(groups: Iterator[list[str]]) -> Iterator[dict[str, str]]:
    """Mappings of each character to the next of its group, the one after that, …; never to itself."""
    known = list(groups)
    for step in range(_HOMOPHONES):
        yield {
            character: group[(place + 1 + step % (len(group) - 1)) % len(group)]
            for group in known
            for place, character in enumerate(group)
        }


def replaced(character: pl.Expr, choices: list[dict[str, str]], which: pl.Expr) -> pl.Expr:
    """The character written for `character` by the mapping numbered `which` (any whole number)."""
    result = character.replace(choices[-1])
    for number, mapping in enumerate(choices[:-1]):
        result = pl.when(which % len(choices) == number).then(character.replace(mapping)).otherwise(result)
    return result


def option(choices: list[str], which: pl.Expr) -> pl.Expr:
    """The choice numbered `which` (any whole number)."""
    return (which % len(choices)).replace_strict(range(len(choices)), choices, return_dtype=pl.String)
