"""Query the warehouse for the rows that a layout's sheets show."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import duckdb
import polars as pl

from connectors.workbooks.layout import Layout
from sql import frame, statement

Titles = Mapping[tuple[str, str], str]
"""Chinese titles by (source, column name); (source, '') is the source's own."""

NO_TITLES: Titles = MappingProxyType({})
"""Sources and columns are then shown by their English names."""


def prepare(con: duckdb.DuckDBPyConnection, titles: Titles) -> None:
    """Define what the statements in `sql/lists` build on: masking, figures, titles."""
    con.execute(statement("lists/masked_number"))
    con.execute(statement("lists/figure"))
    parameters = {
        "sources": [source for source, _ in titles],
        "column_names": [column for _, column in titles],
        "titles": list(titles.values()),
    }
    con.execute(statement("lists/titles"), parameters)


@dataclass(frozen=True)
class Office:
    """Who hands out the lists: the county's name, and whom to call about a public notice."""

    county: str = ""
    title: str = ""
    phone: str = ""


NO_OFFICE = Office()
"""Lists then leave a blank to write in."""


def declare_county(con: duckdb.DuckDBPyConnection, area: str, office: Office = NO_OFFICE) -> None:
    """Make `this_county` and the codes by which the rows of its lists are known when they come back."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE this_county AS "
        "SELECT $area AS area, $county AS county, $title AS office, $phone AS phone",
        {"area": area, **asdict(office)},
    )
    con.execute(statement("lists/row_code"))


def tables(
    con: duckdb.DuckDBPyConnection, layout: Layout, parameters: Mapping[str, Any]
) -> dict[str, pl.DataFrame]:
    """Rows of every sheet of `layout`, by the sheet's name."""
    return {sheet.name: frame(con, statement(sheet.statement), parameters) for sheet in layout.sheets}


def day_title(day: date) -> str:
    """A day as people write it: 2021年6月15日."""
    return f"{day.year}年{day.month}月{day.day}日"


def period_title(period: str) -> str:
    """`2021-06` as people write it: 2021年6月."""
    year, month = period.split("-")
    return f"{year}年{int(month)}月"
