"""The tables of a new history are made at once, and are those that the installed Prefect would migrate to."""

import sqlite3
from contextlib import closing
from pathlib import Path

import prefect
import pytest

from flows.process.history_tables import SCRIPT, made
from tests.flows.history_tables import migrated, schema, script


def rows(database: Path) -> dict[str, int]:
    """Number of rows by table, of the tables that have any."""
    with closing(sqlite3.connect(database)) as con:
        names = con.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        counts = {name: con.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}
    return {name: count for name, count in counts.items() if count}


def parts(sql: str) -> list[str]:
    """Its lines in one order: a migration states the constraints of a table that it copies in any."""
    return sorted(line.strip().rstrip(",") for line in sql.splitlines())


@pytest.mark.slow
def test_the_script_makes_what_the_installed_prefect_migrates_to(tmp_path: Path) -> None:
    theirs, ours = migrated(tmp_path), tmp_path / "ours.db"
    assert parts(SCRIPT.read_text("utf-8")) == parts(script(theirs))
    assert made(ours, prefect.__version__)
    assert [parts(sql) for sql in schema(ours)] == [parts(sql) for sql in schema(theirs)]
    assert rows(ours) == rows(theirs) == {"alembic_version": 1}


def test_the_script_fits_the_installed_prefect(tmp_path: Path) -> None:
    assert made(tmp_path / "new.db", prefect.__version__)
    assert rows(tmp_path / "new.db") == {"alembic_version": 1}


def test_another_prefect_makes_its_own_tables(tmp_path: Path) -> None:
    assert not made(tmp_path / "new.db", "3.8")
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("revision", ["2f3c9a8b7d10", None])
def test_a_history_of_an_older_prefect_is_left_to_prefect(tmp_path: Path, revision: str | None) -> None:
    database = tmp_path / "older.db"
    with closing(sqlite3.connect(database)) as con:
        con.execute("CREATE TABLE alembic_version (version_num)")
        con.executemany("INSERT INTO alembic_version VALUES (?)", [(revision,)] if revision else [])
        con.commit()
    before = database.read_bytes()
    assert not made(database, prefect.__version__)
    assert database.read_bytes() == before


def test_a_damaged_history_is_left_to_prefect(tmp_path: Path) -> None:
    (tmp_path / "damaged.db").write_bytes(b"no database" * 1000)
    assert not made(tmp_path / "damaged.db", prefect.__version__)
