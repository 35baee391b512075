"""Normalise names, numbers and sexes as written: each distinct value once, and only where necessary.

Complete numbers and plain names, which are nearly all, are read in SQL; the others pass through the
definitions, `matching.comparing.id_numbers` and `matching.comparing.names`.
"""

import duckdb
import polars as pl

from matching.comparing import id_numbers, kinship, names
from matching.comparing.vocabulary import sexes
from matching.weighing.engine import store
from sql import frame, statement


def normalise(con: duckdb.DuckDBPyConnection, written: str) -> None:
    """Make the view `link_normalised` from the relation `written`.

    Instead of name, number and sex as written it has

    - `name` as it is compared and `owner`, the name without a kin suffix; their digests `name_id,
      owner_name_id`; `whole_name` (no hidden or lost character, no kin suffix); `surname` (code point of the
      owner's surname; NULL if hidden); `kin_sex, kin_generation, kin_own`;
    - the columns of `id_numbers.read`, with birth date and sex named `birth_in_number, sex_in_number`;
      `birth_trusted`, the birth date if no wrong or lost digit can have changed it;
    - `sex` (M, F).

    Args:
        con: any connection.
        written: relation with `name, id_number, sex`; further columns are passed through.
    """
    con.execute(statement("linkage/prepare/read"), {"written": written, "plain": names.plain()})
    store(con, "link_numbers", _numbers(_distinct(con, statement("linkage/prepare/odd_numbers"))))
    store(con, "link_spellings", _spellings(_distinct(con, statement("linkage/prepare/odd_names"))))
    store(con, "link_sexes", pl.DataFrame(list(sexes().items()), schema=["written", "sex"], orient="row"))
    con.execute(statement("linkage/prepare/normalised"))


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Drop `link_normalised` and the relations that it reads."""
    con.execute(statement("linkage/prepare/forget"))


def _distinct(con: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
    return frame(con, query).cast({"written": pl.String})


def _numbers(distinct: pl.DataFrame) -> pl.DataFrame:
    return distinct.hstack(id_numbers.read(distinct["written"]))


def _spellings(distinct: pl.DataFrame) -> pl.DataFrame:
    spelled = distinct.with_columns(name=names.comparable(distinct["written"]))
    split = spelled.with_columns(names.kin_split(pl.col("name")).struct.unnest())
    kin = kinship.table("suffixes").rename(
        {"sex": "kin_sex", "generation": "kin_generation", "own": "kin_own"}
    )
    known = split.join(kin, left_on="kin", right_on="word", how="left")
    hidden = pl.col("name").str.contains(f"[{names.HIDDEN}{names.LOST}]")
    return known.with_columns(
        owner=pl.coalesce("owner", "name"), whole=(~hidden & pl.col("kin").is_null()).fill_null(value=False)
    ).drop("kin")
