"""A workspace seen from outside: the contents of its tables and folders."""

import shutil
from pathlib import Path
from typing import Any

import duckdb

# Households and members are numbered in order of arrival, which differs when a period is run again.
NUMBERED = {"linkage.households": "hid", "linkage.members": "hid, mid"}
FOR_PEOPLE = ("outbox", "receipts", "archive", "quarantine", "inbox")


def query(root: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of `sql` on the published warehouse."""
    with duckdb.connect(root / "warehouse.duckdb", read_only=True) as con:
        return con.execute(sql).fetchall()


def files(root: Path, *columns: str) -> dict[str, Any]:
    """`files` by `<source>/<name>`: its status, or the given columns; the last record of a name wins."""
    selected = ", ".join(columns or ("status",))
    records = query(root, f"SELECT source || '/' || name, {selected} FROM files ORDER BY file_id")
    return {name: values if columns else values[0] for name, *values in records}


def illness(root: Path, period: str = "2021-06") -> dict[str, float]:
    """Illness expense of twelve months by household."""
    return dict(
        query(
            root, f"SELECT household_id, illness_expense_12m FROM household_months WHERE period = '{period}'"
        )
    )


def tables(root: Path) -> dict[str, list[str]]:
    """Sorted rows of every table and of the view `links`, without the linker's own numbers."""
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


def receipts(root: Path) -> dict[str, bytes]:
    """Bytes of every receipt, by its path; the lists of them are left out."""
    return {name: data for name, data in contents(root, "receipts").items() if name.endswith(".回执.xlsx")}


def leftovers(root: Path) -> list[str]:
    """Names of files that only an unfinished run may have."""
    hidden = [
        path
        for path in root.iterdir()
        if path.name.startswith(".") and path.name not in (".lock", ".prefect")
    ]
    return sorted(path.name for path in [*hidden, *(root / "outbox").glob(".*")])


def copied(root: Path, target: Path) -> Path:
    """A copy of a workspace, modification times included."""
    return shutil.copytree(root, target)
