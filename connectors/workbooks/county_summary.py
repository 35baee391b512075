"""The month for the county's analyst: files received, results, missing data. It names no person."""

from datetime import date
from pathlib import Path

import duckdb

from connectors.workbooks.layout import load_layout
from connectors.workbooks.list_queries import NO_TITLES, Titles, period_title, prepare, tables
from connectors.workbooks.table_rows import shown
from connectors.workbooks.workbook import Book, write_book
from sql import rows, statement


def write_summary(
    con: duckdb.DuckDBPyConnection, period: str, path: Path, *, titles: Titles = NO_TITLES
) -> None:
    """Write the county's summary of one period.

    Args:
        con: warehouse with the period's alerts.
        period: identification month, `2021-06`.
        path: workbook to write.
        titles: Chinese titles of sources.
    """
    prepare(con, titles)
    con.execute(statement("summary/known_day"))
    con.execute(statement("matters/open_conflicts"))
    layout = load_layout("county_summary")
    parameters = {"period": period}
    (facts,) = rows(con, statement("summary/facts"), parameters)
    facts["period_title"] = period_title(period)
    found = tables(con, layout, parameters)
    sheets = {sheet.name: shown(sheet, found[sheet.name]) for sheet in layout.sheets}
    write_book(Book(path, layout, sheets, facts, date.fromisoformat(f"{period}-01")))
