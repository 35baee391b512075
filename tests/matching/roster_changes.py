"""Changes to a roster and its persons between two runs, as small steps that a test draws at random."""

import itertools
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from benchmarks.linkage.mixes import dirt_of
from flows.demo.county import make_county
from sql import count, frame, rows
from tests.matching.county import (
    GOLDEN,
    HOUSEHOLD_COLUMNS,
    MEMBER_COLUMNS,
    PERSON_SCHEMA,
    store,
    warehouse,
)

Step = tuple[str, int, int]  # the change, and two numbers that select whom it affects

HOUSEHOLD = dict.fromkeys(HOUSEHOLD_COLUMNS, pl.String)
MEMBER = {name: pl.Date if name == "birth_date" else pl.String for name in MEMBER_COLUMNS}
PERSON = PERSON_SCHEMA | {"source": pl.String}
SOURCES = ("civil_affairs", "education", "emergency", "health_insurance")
CHINESE = {
    "户编号": "household_id",
    "户主姓名": "head_name",
    "户主证件号码": "head_id_number",
    "乡镇": "township",
    "行政村": "village",
    "人编号": "member_id",
    "姓名": "name",
    "学生姓名": "name",
    "证件号码": "id_number",
    "与户主关系": "relation",
    "性别": "sex",
    "出生日期": "birth_date",
    "地址": "address",
}
VILLAGES = ("新南坪村", "新坪村", "东龙湾村", "大石桥村", "上林村", "龙湾村")
TOWNSHIPS = ("江平镇", "清源县", "福清镇", "高山镇")
RELATIONS = ("户主", "配偶", "子", "女", "父亲", "儿媳", None)


def golden() -> tuple[duckdb.DuckDBPyConnection, pl.DataFrame]:
    """The golden roster, and the persons of its cases."""
    con = warehouse()
    con.execute("ALTER TABLE roster.members ALTER birth_date TYPE DATE")
    persons = [
        {"person_key": key, "source": SOURCES[key % len(SOURCES)], **case["row"]}
        for key, case in enumerate(GOLDEN["cases"])
    ]
    return con, pl.DataFrame(persons, schema=PERSON)


def generated(folder: Path, people: int, seed: int) -> tuple[duckdb.DuckDBPyConnection, pl.DataFrame]:
    """An invented county, and the persons of two years of its extracts, damaged more than usual."""
    inbox = make_county(folder, people, seed, ("2021-05",), formats="plain", dirt=dirt_of("rough")).inbox
    con = warehouse()
    for table, columns in (("households", HOUSEHOLD_COLUMNS), ("members", MEMBER_COLUMNS)):
        con.execute(f"DROP TABLE roster.{table}")
        sent = _sent(inbox, table, columns).drop_nulls(columns[0]).unique(columns[:2])
        store(con, f"roster.{table}", sent.sort(columns).rows(), columns)
    con.execute("ALTER TABLE roster.members ALTER birth_date TYPE DATE")
    return con, _persons(inbox)


def _persons(inbox: Path) -> pl.DataFrame:
    fields = [name for name in PERSON_SCHEMA if name != "person_key"]
    written = pl.concat(
        [_sent(inbox, source, fields).with_columns(source=pl.lit(source)) for source in SOURCES]
    )
    distinct = written.sort([*fields, "source"]).unique(fields, keep="first", maintain_order=True)
    born = pl.col("birth_date").str.to_date(strict=False)
    return distinct.with_row_index("person_key").with_columns(birth_date=born).cast(PERSON)


def _sent(inbox: Path, source: str, columns: list[str]) -> pl.DataFrame:
    """Rows of a department's files as written; none if it had nothing to report."""
    empty = pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    files = sorted((inbox / source).rglob("*.csv"))
    read = [pl.read_csv(file, infer_schema=False).rename(CHINESE, strict=False) for file in files]
    return pl.concat([empty, *(table.select(columns) for table in read)])


def add(con: duckdb.DuckDBPyConnection, table: str, given: pl.DataFrame) -> None:
    con.register("given", given)
    con.execute(f"INSERT INTO {table} BY NAME FROM given")
    con.unregister("given")


class Changes:
    """The steps, one method each. Newcomers to the roster are taken from `people`, persons in extracts."""

    def __init__(self, con: duckdb.DuckDBPyConnection, people: pl.DataFrame) -> None:
        self.con = con
        self.people = people
        self._newcomers = itertools.count()

    def take(self, step: Step) -> None:
        what, one, other = step
        getattr(self, what)(one, other)

    def member_gone(self, one: int, _: int) -> None:
        self.con.execute("DELETE FROM roster.members WHERE member_id = $m", {"m": self._member(one)})

    def member_added(self, one: int, other: int) -> None:
        self._join(self._household(one), other)

    def member_added_without_number(self, one: int, other: int) -> None:
        self._join(self._household(one), other, id_number=None)

    def moved(self, one: int, other: int) -> None:
        self._set(one, household_id=self._household(other))

    def renamed(self, one: int, other: int) -> None:
        self._set(one, name=self._person(other)["name"])

    def number_corrected(self, one: int, other: int) -> None:
        self._set(one, id_number=self._person(other)["id_number"])

    def number_lost(self, one: int, _: int) -> None:
        self._set(one, id_number=None)

    def born_otherwise(self, one: int, other: int) -> None:
        self._set(one, birth_date=self._person(other)["birth_date"])

    def related_otherwise(self, one: int, other: int) -> None:
        self._set(one, relation=RELATIONS[other % len(RELATIONS)])

    def household_gone(self, one: int, _: int) -> None:
        gone = {"h": self._household(one)}
        for table in ("members", "households"):
            self.con.execute(f"DELETE FROM roster.{table} WHERE household_id = $h", gone)

    def household_founded(self, one: int, other: int) -> None:
        """Two persons of the extracts become a household, perhaps in a village new to the roster."""
        head, place = self._person(one), self._chosen("roster.households", other)
        known = f"SELECT count(*) FROM roster.households WHERE household_id = 'N{one}'"
        if place and not count(self.con, known):
            home = {
                "household_id": f"N{one}",
                "township": place["township"],
                "village": VILLAGES[other % len(VILLAGES)],
                "head_name": head["name"],
                "head_id_number": head["id_number"],
            }
            add(self.con, "roster.households", pl.DataFrame([home], schema=HOUSEHOLD))
            self._join(home["household_id"], one, relation="户主")
            self._join(home["household_id"], other)

    def household_elsewhere(self, one: int, other: int) -> None:
        self.con.execute(
            "UPDATE roster.households SET village = $village WHERE household_id = $h",
            {"h": self._household(one), "village": VILLAGES[other % len(VILLAGES)]},
        )

    def township_renamed(self, one: int, other: int) -> None:
        household = self._chosen("roster.households", one) or {"township": None}
        self.con.execute(
            "UPDATE roster.households SET township = $new WHERE township = $old",
            {"old": household["township"], "new": TOWNSHIPS[other % len(TOWNSHIPS)]},
        )

    def person_written(self, one: int, _: int) -> None:
        person = self.people.slice(one % self.people.height, 1)
        met = frame(self.con, "FROM linkage.persons")
        add(self.con, "linkage.persons", person.join(met, on="person_key", how="anti"))

    def decided(self, one: int, other: int) -> None:
        """A reviewer decides on a candidate, or, if there is none, on any person and household."""
        anybody = self._chosen("linkage.persons", other)
        shown = self._chosen("linkage.person_reviews", one) or self._chosen("roster.households", one)
        if anybody and shown:
            label = {
                "person_key": shown.get("person_key", anybody["person_key"]),
                "household_id": shown["household_id"],
                "decision": ("yes", "no", "unsure")[other % 3],
                "period": "2021-06",
            }
            given = pl.DataFrame([label], schema_overrides={"person_key": pl.UInt64})
            earlier = (
                "DELETE FROM linkage.labels WHERE (person_key, household_id) = ($person_key, $household_id)"
            )
            self.con.execute(earlier, {name: label[name] for name in ("person_key", "household_id")})
            add(self.con, "linkage.labels", given)

    def _chosen(self, table: str, number: int) -> dict[str, Any] | None:
        """One row of the table, always the same for the same number; None if the table is empty."""
        size = count(self.con, f"SELECT count(*) FROM {table}")
        query = f"FROM {table} ORDER BY ALL OFFSET {number % max(size, 1)} LIMIT 1"
        return next(iter(rows(self.con, query)), None)

    def _person(self, number: int) -> dict[str, Any]:
        return self.people.row(number % self.people.height, named=True)

    def _household(self, number: int) -> str | None:
        return (self._chosen("roster.households", number) or {"household_id": None})["household_id"]

    def _member(self, number: int) -> str | None:
        return (self._chosen("roster.members", number) or {"member_id": None})["member_id"]

    def _set(self, number: int, **values: Any) -> None:
        """Change fields of one member."""
        assigned = ", ".join(f"{name} = ${name}" for name in values)
        whose = self._member(number)
        self.con.execute(
            f"UPDATE roster.members SET {assigned} WHERE member_id = $whose", {**values, "whose": whose}
        )

    def _join(self, household_id: str | None, number: int, **fields: Any) -> None:
        """A person of the extracts is registered in a household."""
        if household_id is not None:
            person = self._person(number)
            member = {
                "household_id": household_id,
                "member_id": f"{household_id}-n{next(self._newcomers)}",
                "name": person["name"] or "周新人",
                "id_number": person["id_number"],
                "relation": "子",
                "sex": person["sex"],
                "birth_date": person["birth_date"],
            }
            add(self.con, "roster.members", pl.DataFrame([member | fields], schema=MEMBER))


KINDS = tuple(name for name in vars(Changes) if not name.startswith("_") and name != "take")
