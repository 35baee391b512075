"""Receipts (回执): what became of a file, and what its sender should correct. They never quote a cell."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import duckdb

from connectors.file_names import safe_name
from connectors.workbooks.layout import Layout, load_layout, words
from connectors.workbooks.list_queries import NO_TITLES, Titles, prepare
from connectors.workbooks.workbook import Book, Row, write_book
from sql import rows, statement

NO_DEADLINES: Mapping[str, str] = MappingProxyType({})


def write_receipts(
    con: duckdb.DuckDBPyConnection,
    file_ids: Iterable[int],
    folder: Path,
    *,
    titles: Titles = NO_TITLES,
    send_by: Mapping[str, str] = NO_DEADLINES,
) -> list[Path]:
    """Write one receipt for every file.

    Args:
        con: warehouse that knows the files.
        file_ids: the files to write receipts for.
        folder: gets `<source>/<period or 未知期别>/<file name>.<file_id>.回执.xlsx`.
        titles: Chinese titles of sources and columns.
        send_by: when a source is due, in Chinese (`每月 5 日前`), by source.

    Returns:
        Paths written, in the order of `file_ids`.
    """
    prepare(con, titles)
    wanted = list(file_ids)
    facts = {row["file_id"]: row for row in rows(con, statement("receipts/facts"), {"file_ids": wanted})}
    findings = rows(con, statement("receipts/findings"), {"file_ids": wanted})
    by_file = {file_id: list(group) for file_id, group in groupby(findings, itemgetter("file_id"))}
    return [_write_receipt(folder, facts[file_id], by_file.get(file_id, []), send_by) for file_id in wanted]


def _write_receipt(folder: Path, facts: Row, findings: Sequence[Row], send_by: Mapping[str, str]) -> Path:
    layout = load_layout("receipt")
    (sheet,) = layout.sheets
    path = _receipt_path(folder, facts)
    taken_in = date.fromisoformat(f"{facts['taken_in']}-01")
    write_book(Book(path, layout, {sheet.name: findings}, _worded(layout, facts, send_by), taken_in))
    return path


def _receipt_path(folder: Path, facts: Row) -> Path:
    name = safe_name(PurePosixPath(facts["name"]).name)
    source, period = safe_name(facts["source_folder"]), safe_name(facts["period"])
    return folder / source / period / f"{name}.{facts['file_id']}.回执.xlsx"


def _worded(layout: Layout, facts: Row, send_by: Mapping[str, str]) -> Row:
    worded = {fact: words(group)[facts[fact]] for fact, group in layout.settings["fact_words"].items()}
    due = send_by.get(facts["source_folder"])
    return {**facts, **worded, "send_by": f"报送时间：{due}。" if due else ""}
