"""Takes what came back into the base tables: reads each file, judges its rows, remembers both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

import duckdb
import polars as pl

from connectors.inbox.period_names import months_in
from connectors.readers.cells import codes
from connectors.readers.limits import Limits
from connectors.returned.folder import ReturnedFile
from connectors.returned.forms import HOUSEHOLD, Form, declared_forms
from connectors.returned.sheet_cells import SheetCells, read_sheets
from connectors.returned.sheets import rows_of_forms
from connectors.returned.values import valued
from connectors.workbooks.layout import words
from connectors.workbooks.list_queries import declare_county
from data_contracts.errors import UnreadableFileError
from sql import insert, rows, statement

_ARRIVALS: dict[str, Any] = {
    **dict.fromkeys(("file_id", "name", "sha256", "named_period", "problem"), pl.String),
    "received_at": pl.Datetime("us"),
    "arrived_on": pl.Date,
    "forms": pl.Int32,
}
_STEPS = ("identified_rows", "judged_files", "earliest_days", "row_faults", "remember_files")


@dataclass(frozen=True)
class County:
    """What decides how a county's lists are read.

    Attributes:
        area: its administrative division code, which its row codes are made with.
        today: the day it is there.
        passwords: of workbooks, by township or department.
        limits: upper bounds for one file.
    """

    area: str
    today: date
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class _Read:
    """One file, read: what `read_arrivals` says of it, its rows, and its cells to fill in."""

    arrival: Mapping[str, Any]
    lines: pl.DataFrame
    cells: pl.DataFrame


def take(con: duckdb.DuckDBPyConnection, files: Sequence[ReturnedFile], county: County) -> int:
    """Read files that are new, or were refused whole before, into the tables of schema `returned`.

    The same bytes count once: under a further name, only the name is remembered.

    Args:
        con: working copy of the warehouse.
        files: from `returned/`.
        county: how they are read.

    Returns:
        How many files changed a table.
    """
    known = {row["file_id"]: row for row in rows(con, statement("returned/known_contents"))}
    in_order = sorted(files, key=attrgetter("file_id", "received_at", "name"))
    by_content = groupby(in_order, attrgetter("file_id"))
    contents = {file_id: [*same] for file_id, same in by_content}
    new = [first for file_id, (first, *_) in contents.items() if _is_to_read(known.get(file_id), first)]
    if new:
        _remember(con, new, county)
    return len(new) + _remember_names(con, files)


def _is_to_read(known: Mapping[str, Any] | None, file: ReturnedFile) -> bool:
    """Whether a file is new, was refused whole, or came on an earlier day than the one that was read."""
    return known is None or known["refused"] or file.received_at.date() < known["arrived_on"]


def _remember_names(con: duckdb.DuckDBPyConnection, files: Iterable[ReturnedFile]) -> int:
    """Remember under which further names contents came; return how many were not known."""
    known = set(con.execute(statement("returned/known_names")).fetchall())
    further = [(f.file_id, f.name, f.received_at) for f in files if (f.file_id, f.name) not in known]
    insert(con, "returned.repeats", further)
    return len(further)


def _remember(con: duckdb.DuckDBPyConnection, files: Sequence[ReturnedFile], county: County) -> None:
    declare_county(con, county.area)
    forms = declared_forms(con)
    read = [_read(file, forms, county) for file in files]
    con.register("read_arrivals", pl.DataFrame([each.arrival for each in read], schema=_ARRIVALS))
    con.register("read_lines", pl.concat(each.lines for each in read))
    con.register("read_cells", valued(pl.concat(each.cells for each in read), forms))
    con.register("needs_of_forms", _needs(forms))
    faults = [*words("returned_faults").items()]
    con.register("returned_words", pl.DataFrame(faults, ["fault", "words"], orient="row"))
    for step in _STEPS:
        _execute(con, f"returned/{step}", {"today": county.today})
    for name in ("read_arrivals", "read_lines", "read_cells", "needs_of_forms", "returned_words"):
        con.unregister(name)


def _execute(con: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, Any]) -> None:
    for query in con.extract_statements(statement(name)):
        con.execute(query, {name: values[name] for name in query.named_parameters})


def _read(file: ReturnedFile, forms: Sequence[Form], county: County) -> _Read:
    sheets, problem = _sheets(file, county)
    arrived_on = file.received_at.date()
    found = rows_of_forms(sheets, forms)
    months = months_in(file.name)
    arrival = {
        "file_id": file.file_id,
        "name": file.name,
        "sha256": file.claim.sha256,
        "received_at": file.received_at,
        "arrived_on": arrived_on,
        "named_period": min(months) if len(months) == 1 else "",
        "problem": problem,
        "forms": found.forms,
    }
    cells = found.cells.with_columns(pl.lit(arrived_on).alias("arrived_on"))
    return _Read(arrival, _of_file(file, _with_numbers(found.lines)), _of_file(file, cells))


def _sheets(file: ReturnedFile, county: County) -> tuple[list[SheetCells], str | None]:
    """The sheets of a file, and why there are none."""
    if file.problem:
        return [], file.problem
    try:
        passwords = _passwords(file.name, county.passwords)
        return read_sheets(file.claim.path, passwords, county.limits), None
    except UnreadableFileError as error:
        return [], error.message


def _of_file(file: ReturnedFile, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.lit(file.file_id).alias("file_id"))


def _with_numbers(lines: pl.DataFrame) -> pl.DataFrame:
    """The rows with household numbers as the intake reads them; NULL where a number cell has lost digits."""
    number = pl.col(HOUSEHOLD)
    return lines.with_columns(pl.when(~codes.lost_digits(number)).then(codes.code(number)).alias(HOUSEHOLD))


def _passwords(name: str, passwords: Mapping[str, str]) -> tuple[str, ...]:
    """The passwords to try, that of a township or department which the name names first."""
    likely = sorted(passwords, key=lambda owner: owner not in name)
    return (*dict.fromkeys(passwords[owner] for owner in likely),)


def _needs(forms: Sequence[Form]) -> pl.DataFrame:
    schema = dict.fromkeys(("form", "field", "word", "needed", "needed_title"), pl.String)
    titles = {
        (form.key, column.name): column.title for form in forms if form.key for column in form.sheet.columns
    }
    needs = [
        (form.key, name, word, needed, titles[form.key, needed])
        for form in forms
        if form.key
        for name, word, needed in form.needs
    ]
    return pl.DataFrame(needs, schema, orient="row").unique(maintain_order=True)


def derive(con: duckdb.DuckDBPyConnection) -> None:
    """Derive `returned_files` and `returned_problems` from the base tables and `forbidden_rows`."""
    con.execute(statement("returned/returned_files"))
    con.execute(statement("returned/returned_problems"))
