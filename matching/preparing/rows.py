"""The persons of the extracts as they are compared, and those of whom nothing needs to be compared."""

import duckdb
import polars as pl

from matching.comparing import places
from matching.preparing import writings
from matching.weighing.engine import run, store
from sql import frame, statement


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Part the persons of `link_todo` into three, as temporary relations.

    - `link_settled` (person_key, hid, mid): the complete number is one member's alone, and so is the name;
    - `link_outsiders` (person_key, first17): the complete number is nobody's, and nobody without a complete
      number has enough in common; the keys by which such a member would be met are `link_foreign_keys`
      (person_key, key);
    - `link_rows` (by `rid`, from 0): all others, as `writings.normalise` says, with `person_key, source,
      birth_date` and `address` as written.

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
    """Write `link_numberless_keys` (key): by what those of `members` who lack a complete number could be met.

    Args:
        con: warehouse.
        members: a relation with the columns of `linkage.members`.
    """
    run(con, "linkage/prepare/numberless_keys", members=members)


def prepare_one(con: duckdb.DuckDBPyConnection, person_key: int) -> None:
    """Write `link_rows` of one person of `linkage.persons`, whom number and name may have settled."""
    run(con, "linkage/prepare/asked", person_key=person_key)
    writings.normalise(con, "link_asked")
    run(con, "linkage/prepare/rows")
    writings.forget(con)


def villages(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The villages of the roster, as `places.found` takes them."""
    return places.villages(frame(con, statement("linkage/members/roster_places")))


def lay_out(
    con: duckdb.DuckDBPyConnection, persons: str, known: pl.DataFrame, start: int = 0, end: int | None = None
) -> None:
    """Write `link_left`: persons as the model's conditions read them (l).

    Args:
        con: warehouse with `linkage.members`.
        persons: relation with the columns of `link_rows`.
        known: the villages by which addresses are read, as `villages` has them.
        start: first `rid`.
        end: the `rid` before which the batch ends; None: it has all the rest.
    """
    batch = {"persons": persons, "start": start, "end": end}
    addresses = frame(con, statement("linkage/compare/addresses"), batch)
    store(con, "link_row_places", places.found(addresses, known))
    run(con, "linkage/compare/left", **batch)
