"""Lists that would come out as they are published already are taken over."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest
from openpyxl import load_workbook

from connectors.publishing.books import Books, content_of
from connectors.returned.decryption import opened
from connectors.workbooks.layout import Column, Layout, Sheet
from connectors.workbooks.table_rows import shown
from connectors.workbooks.workbook import Book
from data_contracts.errors import UnreadableFileError
from sql.migrate import migrate

SHEET = Sheet("表", "", (Column("name", "姓名", 12),))
LAYOUT = Layout("题", "", "", (SHEET,), {})
PERIOD = "2021-06"


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    migrate(con)
    return con


def book(folder: Path, township: str, *names: str) -> Book:
    tables = {SHEET.name: shown(SHEET, pl.DataFrame({"name": names}))}
    return Book(folder / township / "清单.xlsx", LAYOUT, tables, {"township": township}, date(2021, 6, 1))


def build(
    con: duckdb.DuckDBPyConnection, root: Path, run: int, **townships: tuple[str, ...]
) -> dict[str, int]:
    """Write the lists of a run beside those of the run before; return the number of each file on disk."""
    folder = root / str(run)
    books = Books(con, PERIOD, published=root / str(run - 1), building=folder)
    for township, names in townships.items():
        books.write(book(folder, township, *names))
    books.remember()
    return {path.parent.name: path.stat().st_ino for path in folder.rglob("*.xlsx")}


def names(path: Path) -> list[object]:
    return [row[0] for row in load_workbook(path)["表"].iter_rows(min_row=2, values_only=True)]


def test_only_what_changed_is_written_again(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    first = build(con, tmp_path, 1, east=("甲",), west=("乙",))
    second = build(con, tmp_path, 2, east=("甲",), west=("乙", "丙"), north=("丁",))
    assert second["east"] == first["east"]
    assert second["west"] != first["west"]
    assert names(tmp_path / "2" / "west" / "清单.xlsx") == ["乙", "丙"]
    assert build(con, tmp_path, 3, east=("甲",), west=("乙", "丙"), north=("丁",)) == second


def test_what_somebody_changed_or_removed_is_written_again(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    build(con, tmp_path, 1, east=("甲",), west=("乙",))
    untouched = (tmp_path / "1" / "east" / "清单.xlsx").read_bytes()
    edited = load_workbook(tmp_path / "1" / "east" / "清单.xlsx")
    edited["表"]["A2"] = "改"
    edited.save(tmp_path / "1" / "east" / "清单.xlsx")
    (tmp_path / "1" / "west" / "清单.xlsx").unlink()
    build(con, tmp_path, 2, east=("甲",), west=("乙",))
    assert (tmp_path / "2" / "east" / "清单.xlsx").read_bytes() == untouched
    assert names(tmp_path / "2" / "west" / "清单.xlsx") == ["乙"]


def test_a_disk_without_links_gets_copies(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: object) -> None:
        raise OSError

    build(con, tmp_path, 1, east=("甲",))
    monkeypatch.setattr(os, "link", unsupported)
    monkeypatch.setattr("connectors.publishing.books.write_book", unsupported)  # it would raise
    build(con, tmp_path, 2, east=("甲",))
    assert names(tmp_path / "2" / "east" / "清单.xlsx") == ["甲"]


def test_the_content_is_everything_that_shows() -> None:
    first = book(Path("a"), "east", "甲", "乙")
    others = [
        book(Path("a"), "east", "乙", "甲"),
        book(Path("a"), "west", "甲", "乙"),
        replace(first, created=date(2021, 7, 1)),
        replace(first, layout=replace(LAYOUT, footer="内部")),
        replace(first, tables={SHEET.name: pl.DataFrame()}),
    ]
    assert content_of(first) == content_of(replace(first, path=Path("b")))
    assert len({content_of(one) for one in [first, *others]}) == 1 + len(others)


def test_an_addressee_with_a_password_gets_encrypted_workbooks(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    passwords = {"east": "春天-1"}

    def written(run: int, passwords: dict[str, str]) -> dict[str, int]:
        folder = tmp_path / str(run)
        books = Books(con, PERIOD, published=tmp_path / str(run - 1), building=folder, passwords=passwords)
        for township in ("east", "west"):
            books.write(book(folder, township, "王小明"))
        books.remember()
        return {path.parent.name: path.stat().st_ino for path in folder.rglob("*.xlsx")}

    first = written(1, passwords)
    path = tmp_path / "1" / "east" / "清单.xlsx"
    with opened(path, tuple(passwords.values())) as plain:
        assert names(plain) == ["王小明"]
    with pytest.raises(UnreadableFileError), opened(path, ("autumn",)):
        pass
    assert names(tmp_path / "1" / "west" / "清单.xlsx") == ["王小明"]
    assert written(2, passwords) == first
    changed = written(3, {"east": "autumn"})
    assert changed["east"] != first["east"] and changed["west"] == first["west"]
    kept = repr(con.execute("FROM built.books").fetchall()) + repr(book(tmp_path, "east", "王小明"))
    assert "春天" not in kept and "autumn" not in kept
