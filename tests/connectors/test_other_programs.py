"""Other programs write the published database, hold it open, or die and leave their log beside it."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from connectors.warehouse import database
from connectors.warehouse.other_programs import InUseError
from connectors.workspace import Workspace
from data_contracts.errors import FangfanpinError
from tests.flows.small_county import make_workspace

WRITES = (
    "import duckdb, os, sys; con = duckdb.connect(sys.argv[1]); con.execute('CREATE TABLE own (note TEXT)'); "
    "print('open', flush=True); sys.stdin.read(); os._exit(1)"  # dies without a checkpoint
)


@pytest.fixture
def county(tmp_path: Path) -> Workspace:
    """A workspace with a published database."""
    workspace = Workspace.open(make_workspace(tmp_path / "county"))
    published_anew(workspace)
    return workspace


def published_anew(workspace: Workspace) -> None:
    database.publish(workspace, database.open_building(workspace))


@contextmanager
def writer(workspace: Workspace) -> Iterator[None]:
    """Another program that has the database open for writing, and dies at the end."""
    command = [sys.executable, "-c", WRITES, str(workspace.warehouse)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "open\n"
        yield


def readable(workspace: Workspace) -> bool:
    """As any reader opens it."""
    with duckdb.connect(workspace.warehouse, read_only=True) as con:
        return bool(con.execute("SELECT count(*) FROM files").fetchall())


@pytest.mark.parametrize("opened", [database.open_published, database.open_building])
def test_a_writer_is_named_as_that_and_not_as_damage(
    county: Workspace, opened: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writer(county), pytest.raises(InUseError, match="有程序正打开数据库") as raised:
        opened(county)  # type: ignore[operator]
    assert "备份" not in raised.value.message


def test_a_reader_stops_nothing(county: Workspace) -> None:
    with duckdb.connect(county.warehouse, read_only=True):
        published_anew(county)
        assert readable(county)


def test_a_log_left_behind_is_kept_under_another_name(
    county: Workspace, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("connectors"), "propagate", True)
    with writer(county):
        pass
    log = county.root / "warehouse.duckdb.wal"
    content = log.read_bytes()
    database.open_published(county).close()
    assert not log.exists()
    assert (county.root / "warehouse.duckdb.wal.已移开-1").read_bytes() == content
    assert "warehouse.duckdb.wal.已移开-1" in caplog.text
    assert readable(county)


def test_a_second_log_replaces_no_first(county: Workspace) -> None:
    for content in (b"one", b"two"):
        (county.root / "warehouse.duckdb.wal").write_bytes(content)
        (county.root / "warehouse.duckdb.wal.checkpoint").write_bytes(content)
        published_anew(county)
    kept = [(county.root / f"warehouse.duckdb.wal.已移开-{n}").read_bytes() for n in (1, 2)]
    assert kept == [b"one", b"two"]
    assert readable(county)


def test_a_writer_that_came_during_a_run_leaves_the_next_database_readable(
    county: Workspace,
) -> None:
    con = database.open_building(county)
    with writer(county):
        database.publish(county, con)
        assert readable(county)
    assert readable(county)


def test_damage_is_still_named_as_damage(county: Workspace) -> None:
    county.warehouse.write_bytes(b"no database")
    with pytest.raises(FangfanpinError, match="从备份恢复"):
        database.open_published(county)
