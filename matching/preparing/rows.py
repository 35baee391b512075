"""Divide the persons of the extracts into those who must be compared and those who need no comparison."""

import duckdb
import polars as pl

from matching.comparing import places
from matching.preparing import writings
from matching.weighing.engine import run, store
from sql import frame, statement


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Divide the persons of `link_todo` into three temporary relations.

    - `link_settled` (person_key, hid, mid): exactly one member has the complete number, and the same name;
    - `link_outsiders` (person_key, first17): no member has the complete number, and no member without a
      complete number has enough in common. `link_foreign_keys` (person_key, key) has the keys under which
      such a member would be a candidate;
    - `link_rows` (by `rid`, from 0): all others, with the columns of `writings.normalise`, and `person_key,
      source, birth_date` and `address` as written.

    Args:
        con: warehouse with `linkage.persons`, `linkage.members` and `linkage.shared_numbers`, and `link_todo`
            (person_key).
    """
    run(con, "linkage/prepare/met")
    run(con, "linkage/prepare/written")
    writings.normalise(con, "link_unsettled")
    numberless_keys(con, "linkage.members")
    run(con, "linkage/prepare/settled_spellings")
    run(con, "linkage/prepare/outsiders")
    run(con, "linkage/prepare/left_over")
    run(con, "linkage/prepare/rows")
    writings.forget(con)
    con.execute("DROP VIEW link_unsettled; DROP TABLE link_met")


def numberless_keys(con: duckdb.DuckDBPyConnection, members: str) -> None:
    """Write `link_numberless_keys` (key) for those of `members` who have no complete number.

    Args:
        con: warehouse.
        members: a relation with the columns of `linkage.members`.
    """
    run(con, "linkage/prepare/numberless_keys", members=members)


def prepare_one(con: duckdb.DuckDBPyConnection, person_key: int) -> None:
    """Write `link_rows` for one person of `linkage.persons`, even if number and name settle the link."""
    run(con, "linkage/prepare/asked", person_key=person_key)
    writings.normalise(con, "link_asked")
    run(con, "linkage/prepare/rows")
    writings.forget(con)


def villages(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The villages of the roster, as `places.recognised` takes them."""
    return places.villages(frame(con, statement("linkage/members/roster_places")))


def lay_out(
    con: duckdb.DuckDBPyConnection, persons: str, known: pl.DataFrame, start: int = 0, end: int | None = None
) -> None:
    """Write `link_left`: a batch of persons with the columns that the model's conditions use (l).

    Args:
        con: warehouse with `linkage.members`.
        persons: relation with the columns of `link_rows`.
        known: the villages to recognise in addresses, as `villages` returns them.
        start: first `rid`.
        end: the `rid` before which the batch ends; None: the batch has no end.
    """
    batch = {"persons": persons, "start": start, "end": end}
    addresses = frame(con, statement("linkage/compare/addresses"), batch)
    store(con, "link_row_places", places.recognised(addresses, known))
    run(con, "linkage/compare/left", **batch)
