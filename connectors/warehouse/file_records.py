"""The ledger of received files: `files`, `rejected_rows`, `file_notices`, `contract_results`."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import duckdb
import polars as pl

from connectors.readers.text_table import Notice
from data_contracts.checks import Verdict
from data_contracts.periods import OFFICE_TIME
from data_contracts.row_places import RowPlace
from sql import count, statement


@dataclass(frozen=True)
class FileRecord:
    """One row of `files`."""

    file_id: int
    source: str
    period: str | None
    name: str
    sha256: str
    status: str
    reason: str | None
    received_at: datetime
    taken_in: str
    size_bytes: int
    stored_as: str | None
    rows_read: int = 0
    rows_accepted: int = 0
    rows_rejected: int = 0
    duplicate_of: int | None = None
    header_row: int | None = None
    first_month: str | None = None
    last_month: str | None = None


def office_time(mtime_ns: int) -> datetime:
    """A file's modification time in the office's time zone, without the zone, to the second."""
    moment = datetime.fromtimestamp(mtime_ns // 1_000_000_000, OFFICE_TIME)
    return moment.replace(tzinfo=None)


def record_file(con: duckdb.DuckDBPyConnection, record: FileRecord) -> None:
    """Add one row to `files`."""
    columns = asdict(record)
    names, places = ", ".join(columns), ", ".join(f"${name}" for name in columns)
    con.execute(f"INSERT INTO files ({names}) VALUES ({places})", columns)


def record_rejected_rows(con: duckdb.DuckDBPyConnection, file_id: int, rejected: pl.DataFrame) -> None:
    """Add a file's rejected rows: `row_number, sheet, sheet_row, column_name, code, reason`."""
    _insert(con, "rejected_rows", file_id, rejected.sort("row_number", maintain_order=True))


def record_row_places(con: duckdb.DuckDBPyConnection, file_id: int, places: pl.DataFrame) -> None:
    """Add where a file's data rows stand: `first_row, sheet, sheet_row` of each run of them."""
    _insert(con, "received.row_places", file_id, places)


def _insert(con: duckdb.DuckDBPyConnection, table: str, file_id: int, rows: pl.DataFrame) -> None:
    """Add rows of a file to a table with the same columns and `file_id`."""
    con.register("rows_frame", rows)
    con.execute(
        f"INSERT INTO {table} BY NAME SELECT $file_id::INTEGER AS file_id, * FROM rows_frame",
        {"file_id": file_id},
    )
    con.unregister("rows_frame")


def places_of(con: duckdb.DuckDBPyConnection, file_id: int, row_numbers: Sequence[int]) -> list[RowPlace]:
    """Where rows of a loaded file stand, by row number."""
    con.execute(statement("files/row_place"))
    query = statement("files/places_of_rows")
    found = con.execute(query, {"file_id": file_id, "row_numbers": [*row_numbers]}).fetchall()
    return [RowPlace(*row) for row in found]


def record_notices(con: duckdb.DuckDBPyConnection, file_id: int, notices: Iterable[Notice]) -> None:
    """Add a file's notices."""
    rows = [[file_id, n.code, n.column_name, n.occurrences, n.message] for n in notices]
    if rows:
        con.executemany("INSERT INTO file_notices VALUES (?, ?, ?, ?, ?)", rows)


def next_file_id(con: duckdb.DuckDBPyConnection) -> int:
    """The number of the next file to be taken in."""
    return count(con, "SELECT coalesce(max(file_id), 0) + 1 FROM files")


def accepted_digests(con: duckdb.DuckDBPyConnection, first_file: int) -> dict[tuple[str, str], int]:
    """The file_id of every accepted file, by `(source, sha256)`.

    Files of earlier runs, before `first_file`, are left out if every row was rejected: they may be sent
    again, since members may have arrived before their households.
    """
    rows = con.execute(statement("files/accepted_digests"), {"first_file": first_file}).fetchall()
    return {(source, sha256): file_id for source, sha256, file_id in rows}


def record_verdicts(
    con: duckdb.DuckDBPyConnection, source: str, period: str | None, verdicts: Iterable[Verdict]
) -> None:
    """Add the results of a contract's checks of a file."""
    rows = [
        [v.file, source, period, v.measure, v.observed, v.minimum, v.maximum, v.severity, v.passed, v.reason]
        for v in verdicts
    ]
    if rows:
        con.executemany("INSERT INTO contract_results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
