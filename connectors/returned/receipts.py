"""Receipts of lists that came back: what was taken, what is unanswered, what was refused and what to do."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path, PurePosixPath

import duckdb
import polars as pl

from connectors.file_names import distinct_name, safe_name
from connectors.workbooks.layout import load_layout, words
from connectors.workbooks.table_rows import shown
from connectors.workbooks.workbook import Book, Row, write_book
from sql import rows, statement

FOLDER = "returned"


def write_receipts(con: duckdb.DuckDBPyConnection, file_ids: Sequence[str], folder: Path) -> None:
    """Write one receipt for every file.

    Args:
        con: warehouse with `returned_files` and `returned_problems`.
        file_ids: the files to write receipts for.
        folder: gets `returned/<township>/<file name>.<file_id>.回执.xlsx`.
    """
    wanted = {"file_ids": [*file_ids]}
    findings = rows(con, statement("receipts/returned_findings"), wanted)
    by_file = {file_id: [*group] for file_id, group in groupby(findings, itemgetter("file_id"))}
    for facts in rows(con, statement("receipts/returned_facts"), wanted):
        write_book(_book(folder, facts, by_file.get(facts["file_id"], [])))


def _book(folder: Path, facts: Row, findings: Sequence[Row]) -> Book:
    layout = load_layout("returned_receipt")
    (sheet,) = layout.sheets
    name = safe_name(PurePosixPath(facts["name"]).name)
    path = folder / FOLDER / distinct_name(facts["township"]) / f"{name}.{facts['file_id']}.回执.xlsx"
    said = {
        "result": words("returned_results")[facts["outcome"]],
        "next_step": words("returned_next_steps")[facts["outcome"]],
    }
    table = shown(sheet, pl.DataFrame(findings, infer_schema_length=None))
    return Book(
        path, layout, {sheet.name: table}, {**facts, **said}, date.fromisoformat(f"{facts['month']}-01")
    )
