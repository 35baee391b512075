"""The roster as it is compared, kept between months: `linkage.members`, `.households`, `.shared_numbers`.

A household whose fingerprint is the old one is not touched: a roster sent anew without a change costs one
pass over its rows, and one not sent anew costs nothing.
"""

import duckdb
import polars as pl

from matching import kinship, places, writings
from matching.engine import store
from matching.vocabulary import vocabulary
from sql import count, frame, statement


def refresh(con: duckdb.DuckDBPyConnection) -> int:
    """Bring what is kept of the roster in line with it; return how many households changed.

    Args:
        con: warehouse with `roster.households` and `roster.members`, and in `roster.snapshots` their files.
    """
    if count(con, statement("linkage/members_unchanged")):
        return 0
    _run(con, "digests")
    _run(con, "changed")
    _run(con, "former")
    changed = count(con, "SELECT count(*) FROM link_changed_households")
    if changed:
        _write(con)
    _run(con, "noted")
    return changed


def set_beside(con: duckdb.DuckDBPyConnection) -> None:
    """Set the households that `refresh` found changed beside what they were.

    Makes two temporary views with all columns of `linkage.members`: `link_changed_members`, who came, left or
    changed, as they were and as they are, and `link_unchanged_members` of the same households.
    """
    _run(con, "beside")


def _write(con: duckdb.DuckDBPyConnection) -> None:
    written = frame(con, statement("linkage/members_places"))
    store(con, "link_places", written.hstack(places.located(written)))
    _run(con, "homes", head=vocabulary().kin.head)
    _run(con, "heads")
    _run(con, "written")
    writings.normalise(con)
    store(con, "link_relations", _relations(frame(con, statement("linkage/members_relations"))))
    _run(con, "forget")
    _run(con, "write")
    _run(con, "shared_numbers")
    _run(con, "dropped")
    writings.forget(con)


def _relations(distinct: pl.DataFrame) -> pl.DataFrame:
    word = kinship.relation(pl.col("written").cast(pl.String))
    known = distinct.with_columns(word=word).join(kinship.table("relations"), on="word", how="left")
    return known.drop("word")


def _run(con: duckdb.DuckDBPyConnection, name: str, **values: object) -> None:
    con.execute(statement(f"linkage/members_{name}"), values)
