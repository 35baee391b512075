"""Laws 1 and 3 of the way back: nothing returned is lost, and nothing moves to another household.

`python -m tests.connectors.test_mangled_lists 2000` mangles that many workbooks.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random

import duckdb

from sql import rows
from tests.connectors.mangled_lists import FORMS, Sent, mangled, pages_of
from tests.connectors.returned_county import came_back, families, hand_out, make_county, write_list
from tests.connectors.test_returned import counts, taken

BOOKS = 40
_AT_ONCE = 50
FAMILIES = 9


def test_nothing_is_lost_and_nothing_moves(tmp_path: Path) -> None:
    assert [*faults(tmp_path, BOOKS)] == []


def faults(folder: Path, books: int) -> Iterator[str]:
    """What breaks a law, of so many mangled workbooks."""
    con = make_county()
    listed = families(FAMILIES)
    hand_out(con, listed, forms=[*FORMS.values()])
    pages = pages_of(write_list(con, folder / "清单.xlsx", listed, forms=[*FORMS.values()]))
    for first in range(0, books, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, books))
        sent = [mangled(pages, listed, folder / f"{number}.xlsx", Random(number)) for number in numbers]
        taken(con, [came_back(each.path) for each in sent])
        for number, each in zip(numbers, sent, strict=True):
            yield from (f"{number}: {fault}" for fault in _faults_of_file(con, each))


def _faults_of_file(con: duckdb.DuckDBPyConnection, sent: Sent) -> Iterator[str]:
    (file,) = rows(con, "FROM returned_files WHERE name = $name", {"name": sent.path.name})
    read, *fates = counts(file)
    if file["status"] != "accepted" or read != sum(fates):
        yield f"{file}"
    yield from _faults(con, file["file_id"], sent)


def _faults(con: duckdb.DuckDBPyConnection, file_id: str, sent: Sent) -> Iterator[str]:
    fates = _fates(con, file_id)
    for sheet, row_number, row in sent.rows:
        household, entries, refused = fates.get((sheet, row_number), (None, {}, False))
        place = f"{sheet} {row_number} {row.whose}"
        if row.whose and not refused and f"-{household}" != row.whose[row.whose.index("-") :]:
            yield f"{place} is lost or at {household}"
        if row.wrong and not refused:
            yield f"{place} is taken"
        if row.whose and not row.wrong and row.expected is not None and entries != row.expected:
            yield f"{place} says {entries}, not {row.expected}; refused: {refused}"
        if not row.whose and entries:
            yield f"{place} says {entries} without an answer"
    if extra := fates.keys() - {(sheet, row_number) for sheet, row_number, _ in sent.rows}:
        yield f"rows that are none: {extra}"


def _fates(
    con: duckdb.DuckDBPyConnection, file_id: str
) -> dict[tuple[str, int], tuple[str, dict[str, str], bool]]:
    """Household, entries and whether it is refused with a reason, by sheet and row."""
    query = """
        SELECT
            line.sheet, line.row_number, any_value(household_id),
            map_from_entries(list((field, value)) FILTER (field IS NOT NULL)), bool_or(refusal.sheet IS NOT NULL)
        FROM returned.rows AS line
        LEFT JOIN returned.entries AS entry USING (file_id, sheet, row_number)
        LEFT JOIN (SELECT DISTINCT file_id, sheet, row_number FROM returned_problems) AS refusal
            USING (file_id, sheet, row_number)
        WHERE line.file_id = ?
        GROUP BY line.sheet, line.row_number
    """
    found = con.execute(query, [file_id]).fetchall()
    return {
        (sheet, number): (household, entries or {}, no) for sheet, number, household, entries, no in found
    }


if __name__ == "__main__":
    with ExitStack() as stack:
        found = [*faults(Path(stack.enter_context(tempfile.TemporaryDirectory())), int(sys.argv[1]))]
    sys.stdout.write("\n".join([*found, f"{len(found)} faults in {sys.argv[1]} workbooks"]) + "\n")
