"""The tables of Prefect's history, made at once: its own hundred migrations take ten seconds for the same.

`python -m tests.flows.history_tables` writes the script, of what the installed Prefect migrates to.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

SCRIPT = Path(__file__).with_suffix(".sql")
END = ";\n\n"  # of a statement of the script


def title(version: str, revision: str) -> str:
    """First line of the script: which Prefect has made the tables, and its name for their state."""
    return f"-- Tables of Prefect {version}, revision {revision}\n"


def made(database: Path, version: str) -> bool:
    """Make the tables of the history in a SQLite file that has none.

    Args:
        database: the file; made if it does not exist.
        version: of the Prefect that is installed.

    Returns:
        Whether the file has the tables that this Prefect wants; otherwise Prefect itself is to migrate it.
    """
    script = SCRIPT.read_text("utf-8")
    if not script.startswith(title(version, "").rstrip()):
        return False
    try:
        with closing(sqlite3.connect(database, isolation_level=None)) as con:
            con.execute("BEGIN IMMEDIATE")
            if con.execute("SELECT 1 FROM sqlite_master").fetchone() is None:
                for statement in script.split(END):
                    con.execute(statement)
            con.execute("COMMIT")
            revisions = con.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.Error:  # in use, or damaged
        return False
    return [script.startswith(title(version, revision)) for (revision,) in revisions] == [True]
