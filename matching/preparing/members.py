"""The normalised roster, kept between months: `linkage.members`, `.households`, `.shared_numbers`.

A household with an unchanged fingerprint is not touched: a roster sent again without a change costs one pass
over its rows, and one that is not sent again costs nothing.
"""

import duckdb
import polars as pl

from matching.comparing import kinship, places
from matching.comparing.vocabulary import vocabulary
from matching.preparing import writings
from matching.weighing.engine import run, store
from sql import count, frame, statement


def refresh(con: duckdb.DuckDBPyConnection) -> int:
    """Update the normalised roster; return the number of changed households.

    Args:
        con: warehouse with `roster.households` and `roster.members`, and their files in `roster.snapshots`.
    """
    if count(con, statement("linkage/members/unchanged")):
        return 0
    run(con, "linkage/members/digests")
    run(con, "linkage/members/changed")
    run(con, "linkage/members/former")
    changed = count(con, "SELECT count(*) FROM link_changed_households")
    if changed:
        _write(con)
    run(con, "linkage/members/noted")
    return changed


def compare_with_former(con: duckdb.DuckDBPyConnection) -> None:
    """Compare the members of the households that `refresh` changed with their former members.

    Makes two temporary views with all columns of `linkage.members`: `link_changed_members` (those who came,
    left or changed, as they were and as they are) and `link_unchanged_members` (the others of the same
    households).
    """
    run(con, "linkage/members/beside")


def _write(con: duckdb.DuckDBPyConnection) -> None:
    written = frame(con, statement("linkage/members/roster_places"))
    store(con, "link_places", written.hstack(places.located(written)))
    run(con, "linkage/members/homes", head=vocabulary().kin.head)
    run(con, "linkage/members/heads")
    run(con, "linkage/members/written")
    writings.normalise(con, "link_written_members")
    store(con, "link_relations", _relations(frame(con, statement("linkage/members/relations"))))
    run(con, "linkage/members/forget")
    run(con, "linkage/members/write")
    run(con, "linkage/members/shared_numbers")
    run(con, "linkage/members/dropped")
    writings.forget(con)


def _relations(distinct: pl.DataFrame) -> pl.DataFrame:
    word = kinship.relation(pl.col("written").cast(pl.String))
    known = distinct.with_columns(word=word).join(kinship.table("relations"), on="word", how="left")
    return known.drop("word")
