"""Looking at a workspace from outside: what its tables hold, what its folders hold."""

import shutil
from pathlib import Path
from typing import Any

import duckdb

# Households and members are numbered as they come, which in a period that is run again is another order.
NUMBERED = {"linkage.households": "hid", "linkage.members": "hid, mid"}
FOR_PEOPLE = ("outbox", "receipts", "archive", "quarantine", "inbox")


def query(root: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of `sql` on the published warehouse."""
    with duckdb.connect(root / "warehouse.duckdb", read_only=True) as con:
        return con.execute(sql).fetchall()


def files(root: Path, *columns: str) -> dict[str, Any]:
    """`files` by `<source>/<name>`: its status, or the columns asked for; the last record of a name wins."""
    asked = ", ".join(columns or ("status",))
    found = query(root, f"SELECT source || '/' || name, {asked} FROM files ORDER BY file_id")
    return {name: values if columns else values[0] for name, *values in found}


def illness(root: Path, period: str = "2021-06") -> dict[str, float]:
    """Illness expense of twelve months by household."""
    return dict(
        query(
            root, f"SELECT household_id, illness_expense_12m FROM household_months WHERE period = '{period}'"
        )
    )


def tables(root: Path) -> dict[str, list[str]]:
    """Every table of every schema and the view `links`, but for the linker's own numbers, the rows sorted."""
    with duckdb.connect(root / "warehouse.duckdb", read_only=True) as con:
        names = con.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT temporary "
            "UNION ALL SELECT 'main', 'links'"
        ).fetchall()
        return {f"{schema}.{name}": sorted(map(repr, _rows(con, schema, name))) for schema, name in names}


def _rows(con: duckdb.DuckDBPyConnection, schema: str, name: str) -> list[tuple[Any, ...]]:
    numbers = NUMBERED.get(f"{schema}.{name}")
    columns = f"* EXCLUDE ({numbers})" if numbers else "*"
    return con.execute(f'SELECT {columns} FROM "{schema}"."{name}"').fetchall()


def contents(root: Path, *folders: str) -> dict[str, bytes]:
    """Bytes of every file below `folders`, hidden ones too."""
    paths = (
        path for folder in folders or FOR_PEOPLE for path in (root / folder).rglob("*") if path.is_file()
    )
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def leftovers(root: Path) -> list[str]:
    """What only a run in the making may have."""
    hidden = [
        path
        for path in root.iterdir()
        if path.name.startswith(".") and path.name not in (".lock", ".prefect")
    ]
    return sorted(path.name for path in [*hidden, *(root / "outbox").glob(".*")])


def copied(root: Path, target: Path) -> Path:
    """A copy of a workspace, modification times included."""
    return shutil.copytree(root, target)
