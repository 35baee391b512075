"""The persons of the extracts as they are compared, and those of whom nothing needs to be compared."""

import duckdb

from matching.preparing import writings
from matching.weighing.engine import create, run


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Part the persons of `link_todo` into three, as temporary relations.

    - `link_settled` (person_key, hid, mid): the complete number is one member's alone, and so is the name;
    - `link_outsiders` (person_key, first17): the complete number is nobody's, and nobody without a complete
      number has enough in common; the keys by which such a member would be met are `link_foreign_keys`
      (person_key, key);
    - `link_rows` (by `rid`, from 0): all others, as `writings.normalise` says, with `person_key, source,
      birth_date` and `address` as written; their names in `link_names` (name_id, name, masked, visible,
      surname).

    Args:
        con: warehouse with `linkage.persons`, `linkage.members` and `linkage.shared_numbers`, and `link_todo`
            (person_key).
    """
    run(con, "linkage/prepare/met")
    run(con, "linkage/prepare/written")
    writings.normalise(con)
    numberless_keys(con, "linkage.members")
    run(con, "linkage/prepare/settled_spellings")
    run(con, "linkage/prepare/outsiders")
    run(con, "linkage/prepare/rows")
    writings.forget(con)
    con.execute("DROP TABLE link_met")


def numberless_keys(con: duckdb.DuckDBPyConnection, members: str) -> None:
    """Write `link_numberless_keys` (key): by what those of `members` who lack a complete number could be met.

    Args:
        con: warehouse.
        members: a relation with the columns of `linkage.members`.
    """
    run(con, "linkage/prepare/numberless_keys", members=members)


def prepare_everybody(con: duckdb.DuckDBPyConnection) -> None:
    """The same with nobody settled and nobody an outsider: `link_rows` holds every person of `link_todo`."""
    nobody = "NULL::INTEGER AS hid, NULL::INTEGER AS mid"
    create(con, "link_met", f"SELECT *, {nobody} FROM linkage.persons SEMI JOIN link_todo USING (person_key)")
    create(con, "link_outsiders", "SELECT person_key FROM link_todo WHERE false")
    run(con, "linkage/prepare/written")
    writings.normalise(con)
    run(con, "linkage/prepare/rows")
    writings.forget(con)
    con.execute("DROP TABLE link_met")
