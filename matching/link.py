"""Link the distinct persons of all extracts to members of the roster.

Every value is normalised once; pairs are found by the complete number or by blocking keys, in DuckDB, on
integers; characters are compared on the few pairs left, in polars; DuckDB decides. A candidate is judged by
how many strangers in the roster would agree as well by chance, so that a name alone never links, in a large
county as in a small one. The constants stand in `model.yaml`.
"""

import duckdb
import polars as pl

from matching import names, number_comparison, places
from matching.model import Model, model
from matching.normalise import normalised
from matching.review_reasons import WORDING
from sql import quoted, statement


def link_persons(con: duckdb.DuckDBPyConnection, *, only_new: bool = False) -> dict[str, int]:
    """Write `linkage.person_links`, one row a person, and `linkage.person_reviews`.

    Args:
        con: warehouse with `linkage.persons`, `roster.members` and `roster.households`.
        only_new: link only persons without a row in `linkage.person_links`; for an unchanged roster.

    Returns:
        How many persons ended at each stage; a review's reason, `outsider` and `no_candidate` are stages too.
    """
    if not only_new:
        con.execute("DELETE FROM linkage.person_links")
        con.execute("DELETE FROM linkage.person_reviews")
    persons = _frame(con, "persons_to_link", only_new=only_new)
    if persons.is_empty():
        return {}
    chosen = model()
    _find_pairs(con, persons, chosen)
    _compare(con)
    _decide(con, chosen)
    counts = _write(con, chosen)
    _drop_scratch(con)
    return counts


def _find_pairs(con: duckdb.DuckDBPyConnection, persons: pl.DataFrame, chosen: Model) -> None:
    found = normalised(persons, _frame(con, "roster_members"), _frame(con, "roster_households"))
    _store(con, "rows", found.rows.drop("address"))
    _store(con, "members", found.members)
    _store(con, "names", found.names)
    _run(con, "residue")
    rids = _frame(con, "residue_rids")["rid"].implode()
    addresses = found.rows.filter(pl.col("rid").is_in(rids)).select("rid", "address")
    _store(con, "row_places", places.found(addresses, found.villages))
    _run(con, "row_keys")
    _run(con, "member_keys")
    _run(con, "pairs", block_limit=chosen.block_limit)


def _compare(con: duckdb.DuckDBPyConnection) -> None:
    couples = _frame(con, "name_pairs")
    _store(con, "name_levels", couples.select("left_id", "right_id", level=names.compared(couples)))
    _run(con, "named_pairs")
    _store(con, "number_levels", number_comparison.compared(_frame(con, "number_pairs")))
    _run(con, "kin_fits")
    _run(con, "same_number")
    _run(con, "compared")


def _decide(con: duckdb.DuckDBPyConnection, chosen: Model) -> None:
    _run(con, "weighed", **chosen.chance)
    _run(con, "candidates")
    _run(con, "decisions", link_limit=chosen.link_limit, margin=chosen.margin)
    _run(con, "reviews", link_limit=chosen.link_limit, review_limit=chosen.review_limit)


def _write(con: duckdb.DuckDBPyConnection, chosen: Model) -> dict[str, int]:
    stages = pl.DataFrame(list(chosen.stages.items()), schema=["stage", "probability"], orient="row")
    reasons = [(reason, probability, WORDING[reason]) for reason, probability in chosen.reviews.items()]
    _store(con, "probabilities", stages)
    _store(con, "reasons", pl.DataFrame(reasons, schema=["reason", "probability", "wording"], orient="row"))
    _run(con, "write_links")
    _run(con, "write_reviews")
    return dict(con.execute(statement("linkage/stage_counts")).fetchall())


def _frame(con: duckdb.DuckDBPyConnection, name: str, **values: object) -> pl.DataFrame:
    frame: pl.DataFrame = con.sql(statement(f"linkage/{name}"), params=values).pl()
    return frame


def _run(con: duckdb.DuckDBPyConnection, name: str, **values: object) -> None:
    con.execute(statement(f"linkage/{name}"), values)


def _store(con: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    con.register("link_frame", frame)
    con.execute(f"CREATE OR REPLACE TEMP TABLE link_{name} AS FROM link_frame")
    con.unregister("link_frame")


def _drop_scratch(con: duckdb.DuckDBPyConnection) -> None:
    scratch = "SELECT table_name FROM duckdb_tables() WHERE temporary AND starts_with(table_name, 'link_')"
    for (table,) in con.execute(scratch).fetchall():
        con.execute(f"DROP TABLE temp.{quoted(table)}")
