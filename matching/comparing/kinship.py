"""Words of kinship: a treatment booked under a relative's number, and the relation column of the roster."""

from typing import Literal

import polars as pl

from matching.comparing.vocabulary import vocabulary


def table(place: Literal["suffixes", "relations"]) -> pl.DataFrame:
    """The words that stand in a place, as a frame: `word, sex` (M, F), `generation, own`."""
    rows = [
        (word, said.sex, said.generation, said.own)
        for said in vocabulary().kin.relatives
        for word in getattr(said, place)
    ]
    schema = {"word": pl.String, "sex": pl.String, "generation": pl.Int8, "own": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def relation(written: pl.Expr) -> pl.Expr:
    """A relation as `table` has it: without spaces and without a joint before it."""
    return written.str.replace_all(r"\s", "").str.strip_prefix(vocabulary().kin.joint)
