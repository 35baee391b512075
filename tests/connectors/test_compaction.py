"""A published database does not keep the room of what is gone."""

from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from connectors.warehouse import compaction, database
from connectors.workspace import Workspace
from tests.flows.small_county import make_workspace
from tests.flows.workspaces import leftovers

ROWS = 400_000
KEPT = "SELECT number FROM kept"
DECLARED = (
    "SELECT schema_name, table_name, comment, sql FROM duckdb_tables() ORDER BY ALL",
    "SELECT schema_name, view_name, sql FROM duckdb_views() WHERE NOT internal ORDER BY ALL",
    "SELECT table_name, constraint_name, constraint_text FROM duckdb_constraints() ORDER BY ALL",
)


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A published database with a table that is to be emptied, and one in no order of its own."""
    monkeypatch.setattr(compaction, "_DEAD_BYTES", 1 << 20)
    workspace = Workspace.open(make_workspace(tmp_path / "county"))
    con = database.open_building(workspace)
    con.execute(f"CREATE TABLE gone AS SELECT hash(range) AS number FROM range({ROWS})")
    con.execute(f"CREATE TABLE kept AS SELECT hash(range) % 1000 AS number FROM range({ROWS})")
    con.execute("COMMENT ON TABLE kept IS '留下的'; CREATE VIEW viewed AS FROM kept")
    database.publish(workspace, con)
    return workspace


def emptied(workspace: Workspace) -> None:
    con = database.open_building(workspace)
    con.execute("DELETE FROM gone")
    database.publish(workspace, con)


def seen(workspace: Workspace) -> list[object]:
    with duckdb.connect(workspace.warehouse, read_only=True) as con:
        return [con.execute(query).fetchall() for query in (KEPT, *DECLARED)]


def test_room_of_what_is_gone_is_given_back_and_nothing_else_changes(county: Workspace) -> None:
    before, size = seen(county), county.warehouse.stat().st_size
    emptied(county)
    assert county.warehouse.stat().st_size < size * 0.6
    assert seen(county) == before
    assert leftovers(county.root) == []


def test_a_small_countys_file_is_small(tmp_path: Path) -> None:
    workspace = Workspace.open(make_workspace(tmp_path / "county"))
    database.publish(workspace, database.open_building(workspace))
    size = workspace.warehouse.stat().st_size
    assert size < 1 << 19, "90 tables with nothing in them"


def test_where_the_disk_has_no_room_for_a_copy_the_month_is_published_all_the_same(
    county: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = county.warehouse.stat().st_size
    monkeypatch.setattr(compaction.shutil, "disk_usage", lambda _: SimpleNamespace(free=1 << 20))
    emptied(county)
    assert county.warehouse.stat().st_size >= size
    assert leftovers(county.root) == []


def test_a_copy_that_was_not_published_is_removed(county: Workspace) -> None:
    database.compacted_path(county).write_bytes(b"half")
    database.discard_building(county)
    assert not database.compacted_path(county).exists()
