"""Receipts (回执): what became of a file, and what its sender should correct. They never quote a cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import duckdb

from connectors.file_names import safe_name
from connectors.workbooks.layout import Layout, Sheet, load_layout, words
from connectors.workbooks.list_queries import NO_TITLES, Titles, prepare
from connectors.workbooks.workbook import Book, Row, write_book
from sql import rows, statement


@dataclass(frozen=True)
class Receipt:
    """What one receipt says: the file's facts, what its sender should know, and when the source is due."""

    facts: Row
    findings: Sequence[Row]
    send_by: str


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
    return [
        _write_receipt(folder, receipt)
        for receipt in read_receipts(con, file_ids, titles=titles, send_by=send_by)
    ]


def read_receipts(
    con: duckdb.DuckDBPyConnection,
    file_ids: Iterable[int],
    *,
    titles: Titles = NO_TITLES,
    send_by: Mapping[str, str] = NO_DEADLINES,
) -> list[Receipt]:
    """What the receipts of files say, in the order of `file_ids`; arguments as for `write_receipts`."""
    prepare(con, titles)
    wanted = list(file_ids)
    facts = {row["file_id"]: row for row in rows(con, statement("receipts/facts"), {"file_ids": wanted})}
    findings = rows(con, statement("receipts/findings"), {"file_ids": wanted})
    by_file = {file_id: list(group) for file_id, group in groupby(findings, itemgetter("file_id"))}
    return [
        Receipt(facts[file_id], by_file.get(file_id, []), send_by.get(facts[file_id]["source_folder"], ""))
        for file_id in wanted
    ]


def _write_receipt(folder: Path, receipt: Receipt) -> Path:
    layout = load_layout("receipt")
    (sheet,) = layout.sheets
    path = _receipt_path(folder, receipt.facts)
    taken_in = date.fromisoformat(f"{receipt.facts['taken_in']}-01")
    write_book(Book(path, layout, {sheet.name: receipt.findings}, _worded(layout, receipt), taken_in))
    return path


def _receipt_path(folder: Path, facts: Row) -> Path:
    name = safe_name(PurePosixPath(facts["name"]).name)
    source, period = safe_name(facts["source_folder"]), safe_name(facts["period"])
    return folder / source / period / f"{name}.{facts['file_id']}.回执.xlsx"


def printed(receipt: Receipt, file_number: str) -> list[str]:
    """The receipt as lines of text, with `file_number` in place of the file's own."""
    layout = load_layout("receipt")
    (sheet,) = layout.sheets
    facts = {**_worded(layout, receipt), "file_id": file_number}
    headings = [heading.text.format_map(facts) for heading in sheet.headings]
    findings = [_printed_finding(sheet, finding) for finding in receipt.findings]
    return [line for line in headings if line] + (findings or [sheet.empty])


def _printed_finding(sheet: Sheet, finding: Row) -> str:
    """`［退回的行］结算日期：日期无法识别　处数 2　数据行号 3、5`; blank cells are left out."""
    kind, title, text, *rest = sheet.columns
    shown = kind.words.get(finding[kind.name], finding[kind.name])
    details = [f"　{column.title} {finding[column.name]}" for column in rest if finding[column.name]]
    return f"［{shown}］{finding[title.name]}：{finding[text.name]}{''.join(details)}"


def _worded(layout: Layout, receipt: Receipt) -> Row:
    facts, due = receipt.facts, receipt.send_by
    worded = {fact: words(group)[facts[fact]] for fact, group in layout.settings["fact_words"].items()}
    return {**facts, **worded, "send_by": f"报送时间：{due}。" if due else ""}
