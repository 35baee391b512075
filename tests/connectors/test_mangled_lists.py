"""Laws 1 and 3 of the way back: nothing returned is lost, and nothing moves to another household.

`python -m tests.connectors.test_mangled_lists 2000 50` mangles so many workbooks, and sends so many through
LibreOffice.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import duckdb
import pytest

from sql import rows
from tests.connectors.mangled_lists import FORMS, Page, Sent, mangled, pages_of
from tests.connectors.returned_county import (
    VISIT,
    Family,
    came_back,
    families,
    hand_out,
    make_county,
    opened,
    write_list,
)
from tests.connectors.test_returned import counts, taken

BOOKS = 40
OFFICE_BOOKS = 6
_AT_ONCE = 50

Fate = tuple[str, dict[str, str], bool]
FAMILIES = 9


def test_nothing_is_lost_and_nothing_moves(tmp_path: Path) -> None:
    assert [*faults(tmp_path, BOOKS)] == []


def faults(folder: Path, books: int) -> Iterator[str]:
    """What breaks a law, of so many mangled workbooks."""
    con, listed, pages = _handed_out(folder)
    for first in range(0, books, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, books))
        sent = [mangled(pages, listed, folder / f"{number}.xlsx", Random(number)) for number in numbers]
        taken(con, [came_back(each.path) for each in sent])
        for number, each in zip(numbers, sent, strict=True):
            yield from (f"{number}: {fault}" for fault in _faults_of_file(con, each))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("formats", [("xlsx",), ("xls",), ("xls", "xlsx"), ("ods", "xlsx")])
def test_another_office_program_loses_nothing(tmp_path: Path, formats: tuple[str, ...]) -> None:
    assert [*office_faults(tmp_path, OFFICE_BOOKS, formats)] == []


def office_faults(folder: Path, books: int, formats: Sequence[str]) -> Iterator[str]:
    """What breaks a law, of so many mangled workbooks that LibreOffice saved in these formats in turn."""
    con, listed, pages = _handed_out(folder)
    sent = [mangled(pages, listed, folder / f"{number}.xlsx", Random(number)) for number in range(books)]
    for number, kind in enumerate(formats):
        target = folder / f"{number}{kind}"
        converted([each.path for each in sent], kind, target)
        sent = [replace(each, path=target / f"{each.path.stem}.{kind}") for each in sent]
    taken(con, [came_back(each.path) for each in sent])
    for each in sent:
        yield from (f"{each.path.name}: {fault}" for fault in _faults_of_file(con, each))


def _handed_out(folder: Path) -> tuple[duckdb.DuckDBPyConnection, list[Family], list[Page]]:
    con, listed = make_county(), families(FAMILIES)
    hand_out(con, listed, forms=[*FORMS.values()])
    path = write_list(con, folder / "清单.xlsx", listed, forms=[*FORMS.values()])
    return con, listed, pages_of(path)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_a_list_as_it_goes_out_survives_another_office_program(tmp_path: Path) -> None:
    con, listed = make_county(), families(3)
    hand_out(con, listed)
    path = write_list(con, tmp_path / "清单.xlsx", listed)
    book, page = opened(path)
    page.fill(listed[0].household_id, VISIT)
    book.save(path)
    converted([path], "xls", tmp_path / "xls")
    file = taken(con, [came_back(tmp_path / "xls" / "清单.xls")])
    assert counts(file) == (3, 1, 2, 0)


def converted(paths: Sequence[Path], kind: str, folder: Path) -> None:
    """Open workbooks in LibreOffice and save them in another format, into `folder`."""
    profile = f"-env:UserInstallation=file://{folder}.profile"
    line = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", folder, *paths]
    subprocess.run([*map(str, line)], check=True, capture_output=True, timeout=600)


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


def _fates(con: duckdb.DuckDBPyConnection, file_id: str) -> dict[tuple[str, int], Fate]:
    """Household, entries and whether it is refused with a reason, by sheet and row."""
    query = """
        SELECT
            line.sheet, line.row_number, any_value(household_id),
            map_from_entries(list((field, value)) FILTER (field IS NOT NULL)),
            bool_or(refusal.sheet IS NOT NULL)
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
    books, office_books = map(int, sys.argv[1:])
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        found = [*faults(Path(one), books), *office_faults(Path(other), office_books, ("xls", "xlsx"))]
    sys.stdout.write(
        "\n".join([*found, f"{len(found)} faults in {books} and {office_books} workbooks"]) + "\n"
    )
