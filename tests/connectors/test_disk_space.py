"""A full disk is named as that, with what a run needs, before it starts and wherever it is found full."""

import errno
import sqlite3
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
import typer

from connectors import disk_space
from connectors.disk_space import DiskFullError, check_space, full_disk_named, needed_bytes
from connectors.workspace import Workspace
from flows.commands.frame import errors_in_chinese
from flows.process.unexpected import MemoryLimitError, UnexpectedError, without_values
from flows.steps import run_month
from tests.flows.small_county import drop_rosters, make_workspace

MB = 1 << 20


@pytest.fixture
def county(tmp_path: Path) -> Workspace:
    return Workspace.open(make_workspace(tmp_path / "county"))


def left(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(disk_space.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))


def test_what_a_run_needs_grows_with_the_warehouse_and_the_files(county: Workspace, tmp_path: Path) -> None:
    nothing = needed_bytes(county)
    county.warehouse.write_bytes(b"x" * 10 * MB)
    (tmp_path / "big.csv").write_bytes(b"x" * MB)
    assert needed_bytes(county) == nothing + 15 * MB
    assert needed_bytes(county, [tmp_path / "big.csv", tmp_path / "vanished.csv"]) == nothing + 20 * MB


def test_a_run_that_would_fill_the_disk_does_not_start(
    county: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop_rosters(county.root)
    left(monkeypatch, 5 * MB)
    with pytest.raises(DiskFullError, match="磁盘空间不足：本次运行约需 32 MB，工作区所在磁盘只剩 5 MB"):
        run_month(county.root, "2021-06")
    assert not county.warehouse.exists()
    assert [*county.inbox.rglob("*.csv")]


def test_enough_is_enough(county: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    left(monkeypatch, 3 << 30)
    check_space(county, [])


FULL = [
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EDQUOT, "Disk quota exceeded"),
    sqlite3.OperationalError("database or disk is full"),
    duckdb.IOException('Could not write file "x": No space left on device'),
    duckdb.OutOfMemoryException("failed to offload data block ... 'max_temp_directory_size' setting"),
]


@pytest.mark.parametrize("error", FULL, ids=lambda error: type(error).__name__)
def test_an_error_of_a_full_disk_is_named_as_that(county: Workspace, error: Exception) -> None:
    with pytest.raises(DiskFullError, match="约需"), full_disk_named(county), without_values():
        raise error


@pytest.mark.parametrize("error", FULL, ids=lambda error: type(error).__name__)
def test_any_command_says_so(error: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit), errors_in_chinese():
        raise error
    assert "磁盘空间不足" in capsys.readouterr().err


def test_what_fails_on_a_full_disk_fails_for_that(county: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    left(monkeypatch, 4096)
    with pytest.raises(DiskFullError), full_disk_named(county), without_values():
        raise RuntimeError("the history does not answer")


@pytest.mark.parametrize(
    ("error", "named"),
    [
        (duckdb.OutOfMemoryException("could not allocate block"), MemoryLimitError),
        (duckdb.InternalException("assertion failed"), UnexpectedError),
    ],
)
def test_another_error_stays_what_it_is(county: Workspace, error: Exception, named: type[Exception]) -> None:
    with pytest.raises(named), full_disk_named(county), without_values():
        raise error
