"""Write a period's lists; take over those that are published already and would come out the same."""

import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

import duckdb

from connectors.workbooks.workbook import Book, write_book
from sql import insert

NO_PASSWORDS: Mapping[str, str] = MappingProxyType({})

_ADDRESSEES = ("township", "department", "insurer")  # facts that say whom a workbook is for
_WRITERS = [version(package) for package in ("fangfanpin", "xlsxwriter", "polars")]


class Books:
    """The lists of one period.

    Args:
        con: the warehouse of the run; `built.books` says how the published lists were written.
        period: of the lists.
        published: folder with those of the last run of the period, if there are any.
        building: folder that gets the new ones.
        passwords: by township, department or insurer; all workbooks of that addressee are encrypted.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        period: str,
        *,
        published: Path,
        building: Path,
        passwords: Mapping[str, str] = NO_PASSWORDS,
    ) -> None:
        self._con, self._period = con, period
        self._published, self._building = published, building
        self._passwords = passwords
        written = "SELECT path, content, sha256 FROM built.books WHERE period = $period"
        self._known = {path: state for path, *state in con.execute(written, {"period": period}).fetchall()}
        self._states: dict[str, list[str]] = {}

    def write(self, book: Book) -> None:
        """Write a book, or take it over: only if its content is the same and nobody has changed the file.

        Several threads may write at once, each another book.
        """
        owners = [book.facts[fact] for fact in _ADDRESSEES if fact in book.facts]
        book = replace(book, password=next((self._passwords[o] for o in owners if o in self._passwords), ""))
        place = book.path.relative_to(self._building).as_posix()
        content, old = content_of(book), self._published / place
        if old.exists() and self._known.get(place) == [content, _sha256(old)]:
            _take_over(old, book.path)
        else:
            write_book(book)
        self._states[place] = [content, _sha256(book.path)]

    def remember(self) -> None:
        """Record how the books were written."""
        self._con.execute("DELETE FROM built.books WHERE period = $period", {"period": self._period})
        states = [(self._period, place, *state) for place, state in sorted(self._states.items())]
        insert(self._con, "built.books", states)


def content_of(book: Book) -> str:
    """Digest of all that decides how a book comes out."""
    digest = hashlib.sha256(repr((_WRITERS, book.layout, book.facts, book.created)).encode())
    digest.update(hashlib.sha256(book.password.encode()).digest())
    for name, table in book.tables.items():
        digest.update(repr((name, table.schema)).encode())
        digest.update(table.hash_rows().to_numpy().tobytes() if table.height else b"")
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _take_over(old: Path, new: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:  # a network share may have no links
        shutil.copy2(old, new)
