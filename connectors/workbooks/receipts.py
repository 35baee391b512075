"""Receipts (回执): what became of a file, and what its sender should correct. They never quote a cell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import duckdb
import polars as pl

from connectors.file_names import safe_name
from connectors.workbooks.layout import Layout, Sheet, load_layout, words
from connectors.workbooks.list_queries import NO_TITLES, Titles, prepare
from connectors.workbooks.table_rows import shown
from connectors.workbooks.workbook import Book, Row, write_book
from sql import rows, statement


@dataclass(frozen=True)
class Receipt:
    """What one receipt says: the file's facts, what its sender should know, and when the source is due."""

    facts: Row
    findings: Sequence[Row]
    send_by: str


_MISSING = "注意：{taken_in} 期的{source}还没有收到，请另行报送。"
_MEANT = "如本文件就是 {taken_in} 期的，请把文件名（文件夹）中的月份改成 {taken_in} 后重新报送。"

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


def write_indexes(con: duckdb.DuckDBPyConnection, folder: Path, *, titles: Titles = NO_TITLES) -> list[Path]:
    """Write `<source>/回执目录.xlsx` into `folder`: all files that the source ever sent, newest first.

    The arguments are those of `write_receipts`.
    """
    prepare(con, titles)
    every = "SELECT coalesce(list(file_id), []) FROM files"
    ((wanted,),) = con.execute(every).fetchall()
    facts = rows(con, statement("receipts/facts"), {"file_ids": wanted})
    by_source: dict[str, list[Row]] = defaultdict(list)
    for fact in reversed(facts):
        _, *place = _receipt_path(Path(), fact).parts
        by_source[fact["source_folder"]].append({**fact, "receipt": "/".join(place)})
    return [_write_index(folder / safe_name(source), files) for source, files in by_source.items()]


def _write_index(folder: Path, files: Sequence[Row]) -> Path:
    layout = load_layout("receipt_index")
    (sheet,) = layout.sheets
    path = folder / layout.file
    newest = max(str(file["taken_in"]) for file in files)
    write_book(
        Book(
            path,
            layout,
            {sheet.name: shown(sheet, pl.DataFrame(files, infer_schema_length=None))},
            files[0],
            date.fromisoformat(f"{newest}-01"),
        )
    )
    return path


def _write_receipt(folder: Path, receipt: Receipt) -> Path:
    layout = load_layout("receipt")
    (sheet,) = layout.sheets
    facts = _worded(layout, receipt)
    path = _receipt_path(folder, facts)
    taken_in = date.fromisoformat(f"{facts['taken_in']}-01")
    worded = replace(layout, sheets=(replace(sheet, empty=sheet.empty.format_map(facts)),))
    write_book(
        Book(
            path,
            worded,
            {sheet.name: shown(sheet, pl.DataFrame(receipt.findings, infer_schema_length=None))},
            facts,
            taken_in,
        )
    )
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
    return [line for line in headings if line] + (findings or [sheet.empty.format_map(facts)])


def _printed_finding(sheet: Sheet, finding: Row) -> str:
    """`［退回的行］结算日期：日期无法识别　处数 2　数据行号 3、5`; blank cells are left out."""
    kind, title, text, *rest = sheet.columns
    shown = kind.words.get(finding[kind.name], finding[kind.name])
    details = [f"　{column.title} {finding[column.name]}" for column in rest if finding[column.name]]
    return f"［{shown}］{finding[title.name]}：{finding[text.name]}{''.join(details)}"


def _worded(layout: Layout, receipt: Receipt) -> Row:
    """The file's facts with the sentences that the headings name; empty sentences are left out there."""
    facts = receipt.facts
    by_outcome = {
        fact: words(group)[facts["outcome"]] for fact, group in layout.settings["fact_words"].items()
    }
    sentences = {
        "reason": f"原因：{facts['cause']}" if facts["cause"] else "",
        "held": f"数据月份：{facts['months']}{facts['use_of_months']}" if facts["months"] else "",
        "missing": _MISSING.format_map(facts) if facts["is_still_missing"] else "",
        "meant": _MEANT.format_map(facts) if facts["is_still_missing"] else "",
        "send_by": f"报送时间：{receipt.send_by}。" if receipt.send_by else "",
    }
    return {**facts, **by_outcome, **sentences}
