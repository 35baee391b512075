"""The script of the history's tables, from the tables that the installed Prefect migrates to.

`python -m tests.flows.history_tables` writes it; `test_history_tables.py` checks that it is up to date.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import prefect

from flows.process.history_tables import END, SCRIPT, title

_MIGRATE = """
import asyncio
from prefect.server.database import provide_database_interface
asyncio.run(provide_database_interface().create_db())
"""


def migrated(home: Path) -> Path:
    """The database of a new history in the folder `home`, as Prefect itself makes it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    own = {"PREFECT_HOME": str(home), "DO_NOT_TRACK": "1"}
    subprocess.run([sys.executable, "-c", _MIGRATE], env=kept | own, check=True, timeout=300)
    return home / "prefect.db"


def schema(database: Path) -> list[str]:
    """Tables, then indexes, each by name; what holds rows is left empty."""
    query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type = 'index', name"
    with closing(sqlite3.connect(database)) as con:
        return [sql for (sql,) in con.execute(query)]


def script(database: Path) -> str:
    """What makes the tables of `database`, empty but for their revision."""
    with closing(sqlite3.connect(database)) as con:
        ((revision,),) = con.execute("SELECT version_num FROM alembic_version").fetchall()
    statements = [*schema(database), f"INSERT INTO alembic_version VALUES ('{revision}')"]
    return title(prefect.__version__, revision) + "".join(sql + END for sql in statements)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        SCRIPT.write_text(script(migrated(Path(folder))), "utf-8")
