"""A warehouse in memory with a small roster and persons to link."""

import datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import yaml

from matching.linker import link_persons
from sql.migrate import migrate

GOLDEN = yaml.safe_load(Path(__file__).with_name("golden_links.yaml").read_text(encoding="utf-8"))

HOUSEHOLD_COLUMNS = ["household_id", "township", "village", "head_name", "head_id_number"]
MEMBER_COLUMNS = ["household_id", "member_id", "name", "id_number", "relation", "sex", "birth_date"]
PERSON_SCHEMA = {
    "person_key": pl.UInt64,
    "name": pl.String,
    "id_number": pl.String,
    "birth_date": pl.Date,
    "sex": pl.String,
    "address": pl.String,
}


def warehouse() -> duckdb.DuckDBPyConnection:
    """The golden roster, no persons yet."""
    con = duckdb.connect()
    migrate(con)
    households = [
        (code, *family["village"].split(), *family.get("head", [None, None]))
        for code, family in GOLDEN["roster"].items()
    ]
    members = [(code, *member) for code, family in GOLDEN["roster"].items() for member in family["members"]]
    store(con, "roster.households", households, HOUSEHOLD_COLUMNS)
    store(con, "roster.members", members, MEMBER_COLUMNS)
    con.execute("CREATE VIEW person_rows AS SELECT source, person_key FROM linkage.persons")
    return con


def store(con: duckdb.DuckDBPyConnection, table: str, rows: list[Any], columns: list[str]) -> None:
    """Create `table` from `rows`."""
    frame = pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None)
    con.register("given", frame)
    con.execute(f"CREATE TABLE {table} AS FROM given")
    con.unregister("given")


def add_persons(con: duckdb.DuckDBPyConnection, persons: dict[int, dict[str, Any]]) -> None:
    """Add persons, by person_key."""
    rows = [{"person_key": key, **person} for key, person in persons.items()]
    con.register("given", pl.DataFrame(rows, schema=PERSON_SCHEMA))
    con.execute("INSERT INTO linkage.persons BY NAME SELECT * FROM given")
    con.unregister("given")


def links(con: duckdb.DuckDBPyConnection) -> dict[int, dict[str, Any]]:
    """The link of every person, by person_key."""
    frame = con.sql("FROM linkage.person_links ORDER BY person_key").pl()
    return {row.pop("person_key"): row for row in frame.to_dicts()}


def linked(persons: dict[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Links of `persons` against the golden roster."""
    con = warehouse()
    add_persons(con, persons)
    link_persons(con)
    return links(con)


def day(text: str) -> datetime.date:
    """The day of `'2021-06-30'`."""
    return datetime.date.fromisoformat(text)
