"""Kinship terms: in names such as 王小花之子, written under a relative's number, and in the roster."""

from typing import Literal

import polars as pl

from matching.comparing.vocabulary import vocabulary


def table(place: Literal["suffixes", "relations"]) -> pl.DataFrame:
    """The terms behind a name (`suffixes`) or of the roster (`relations`): `word, sex, generation, own`."""
    rows = [
        (word, relative.sex, relative.generation, relative.own)
        for relative in vocabulary().kin.relatives
        for word in getattr(relative, place)
    ]
    schema = {"word": pl.String, "sex": pl.String, "generation": pl.Int8, "own": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def relation(written: pl.Expr) -> pl.Expr:
    """A relation in the spelling of `table`: without spaces and without a leading joint (之)."""
    return written.str.replace_all(r"\s", "").str.strip_prefix(vocabulary().kin.joint)
