"""A county of men who live alone, each with an ID number, and the rows that departments send about them."""

import datetime
from itertools import count
from typing import Any

import duckdb
import polars as pl

from data_contracts.id_checksum import check_digit
from matching.preparing import members
from sql.migrate import migrate

SURNAMES = "王李张刘陈杨赵黄周吴"
GIVEN = "伟芳娜敏静丽强磊军洋"
Row = dict[str, Any]


def number(man: int) -> str:
    """His ID number: born 97 days after the one before him, sequence odd."""
    return complete(f"350181{birth(man):%Y%m%d}{2 * man % 1000 + 1:03d}")


def complete(first17: str) -> str:
    """The number with these first 17 digits."""
    return first17 + str(pl.select(check_digit(pl.lit(int(first17)))).item())


def birth(man: int) -> datetime.date:
    """His birth date."""
    return datetime.date(1950, 1, 1) + datetime.timedelta(days=97 * man)


def name(man: int) -> str:
    """His name; the first hundred are all different."""
    return SURNAMES[man % 10] + GIVEN[man // 10 % 10] + "金"


def village(man: int) -> str:
    """His village, one of two in turn."""
    return ("上林村", "下洋村")[man % 2]


def row(man: int, **other: Any) -> Row:
    """A correct row about him, with `other` fields replaced."""
    correct = {
        "source": "health_insurance",
        "name": name(man),
        "id_number": number(man),
        "birth_date": birth(man),
        "sex": "男",
        "address": f"石湾镇{village(man)}{man + 1}号",
    }
    return correct | other


def stranger(man: int, **other: Any) -> Row:
    """A row about somebody whose number is not in the roster."""
    return row(man + 150, **{"name": "欧阳清风", "address": None, **other})


def county(men: int, rows: list[Row], **extra: str) -> duckdb.DuckDBPyConnection:
    """A warehouse with the roster of `men`, refreshed for linking, and persons to link.

    `extra` adds members, name to number, to the first household.
    """
    con = duckdb.connect()
    migrate(con)
    roster = [(f"H{man}", "石湾镇", village(man), name(man), None) for man in range(men)]
    listed = [
        *((f"H{man}", f"M{man}", name(man), number(man), "户主", "男", birth(man)) for man in range(men)),
        *(("H0", who, who, written, None, None, None) for who, written in extra.items()),
    ]
    _store(con, "households", roster, ["household_id", "township", "village", "head_name", "head_id_number"])
    columns = ["household_id", "member_id", "name", "id_number", "relation", "sex", "birth_date"]
    _store(con, "members", listed, columns)
    send(con, rows)
    members.refresh(con)
    return con


def send(
    con: duckdb.DuckDBPyConnection, rows: list[Row], first_key: int = 1, met_in: str | None = None
) -> None:
    """Add persons to link, with keys from `first_key` on; `row_count` rows name each, by default one."""
    schema = {"person_key": pl.UInt64, "source": pl.String, "name": pl.String, "id_number": pl.String}
    schema |= {"birth_date": pl.Date, "sex": pl.String, "address": pl.String, "row_count": pl.Int64}
    keyed = [{"person_key": key, "row_count": 1, **fields} for key, fields in zip(count(first_key), rows)]
    con.register("sent", pl.DataFrame(keyed, schema=schema))
    con.execute(
        "INSERT INTO linkage.persons BY NAME SELECT * EXCLUDE (row_count), ? AS met_in FROM sent", [met_in]
    )
    con.execute("CREATE TABLE IF NOT EXISTS person_rows (source VARCHAR, person_key UBIGINT)")
    con.execute("INSERT INTO person_rows SELECT source, unnest(repeat([person_key], row_count)) FROM sent")
    write_again(con, [line["person_key"] for line in keyed])
    con.unregister("sent")


def write_again(con: duckdb.DuckDBPyConnection, keys: list[int]) -> None:
    """Make the rows of the month name exactly these persons."""
    con.execute("DELETE FROM linkage.watched")
    con.execute(
        "INSERT INTO linkage.watched SELECT source, person_key, 1 FROM linkage.persons "
        "WHERE person_key IN (SELECT unnest($keys::UBIGINT[]))",
        {"keys": keys},
    )


def _store(con: duckdb.DuckDBPyConnection, table: str, rows: list[Any], columns: list[str]) -> None:
    schema = {column: pl.Date if column == "birth_date" else pl.String for column in columns}
    con.register("given", pl.DataFrame(rows, schema=schema, orient="row"))
    con.execute(f"CREATE TABLE roster.{table} AS FROM given")
    con.unregister("given")
