"""Addresses in which other places are recognised, because the roster's places have changed."""

import duckdb
import polars as pl

from matching.comparing import places
from matching.weighing.engine import run, store
from sql import frame, statement


def read_again(con: duckdb.DuckDBPyConnection) -> None:
    """Write `link_read_otherwise` (person_key): persons whose address now names other places than before.

    Only persons who were compared before count. Updates `linkage.places` to the villages of the roster.

    Args:
        con: warehouse with `linkage.persons`, `linkage.person_links` and `roster.households`.
    """
    before = frame(con, "FROM linkage.places ORDER BY ALL")
    now = frame(con, statement("linkage/members/roster_places"))
    otherwise = pl.Series("person_key", [], pl.UInt64) if before.equals(now) else _otherwise(con, before, now)
    store(con, "link_read_otherwise", otherwise.to_frame())
    run(con, "linkage/members/keep_places")


def _otherwise(con: duckdb.DuckDBPyConnection, before: pl.DataFrame, now: pl.DataFrame) -> pl.Series:
    addresses = frame(con, statement("linkage/members/linked_addresses"))
    changed = places.recognised_otherwise(addresses, places.villages(before), places.villages(now))
    return changed.alias("person_key")
