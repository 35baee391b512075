"""A county whose published database stays open between questions: pages answer without opening it anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb

from connectors.settings import SETTINGS_FILE
from connectors.workspace import Workspace
from flows.answers import household
from flows.answers.declared import Declared, declared
from flows.answers.published import open_current
from sql import own_cursor

State = tuple[tuple[str, int, int], ...]


class HeldCounty:
    """Answers one question after the other from the newest published month.

    Another published database, or another file of settings, contracts or packs, is seen at the next question.
    DuckDB shares one instance of a file among all connections of a process, so that the old database can only
    be left when nobody reads it: questions are answered in turn.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._turn = Lock()
        self._state: State = ()
        self._open: tuple[duckdb.DuckDBPyConnection, Declared] | None = None

    def household(self, household_id: str, period: str | None = None) -> dict[str, Any]:
        """What `flows.answers.household.answer` returns, with the same errors."""
        with self._current() as (con, county):
            return household.answer_from(con, county, household_id, period)

    def close(self) -> None:
        """Let the database go; the next question opens it again."""
        with self._turn:
            self._let_go()

    @contextmanager
    def _current(self) -> Iterator[tuple[duckdb.DuckDBPyConnection, Declared]]:
        with self._turn:
            workspace = Workspace.open(self._root)
            state = _state(workspace)
            if self._open is None or state != self._state:
                self._let_go()
                self._open = open_current(workspace), declared(workspace)
                self._open[0].execute("SET threads = 1")  # one household: sharing the work costs more
                self._state = state
            con, county = self._open
            with own_cursor(con) as own:  # what an answer makes for itself is gone with it
                yield own, county

    def _let_go(self) -> None:
        if self._open:
            self._open[0].close()
        self._open = None


def _state(workspace: Workspace) -> State:
    """Which database is published, and which files declare: number and time of each."""
    folders = (workspace.contracts, workspace.packs)
    files = [workspace.warehouse, workspace.root / SETTINGS_FILE]
    files += (path for folder in folders for path in sorted(folder.rglob("*")))
    stats = ((str(path), path.stat()) for path in files if path.exists())
    return tuple((name, stat.st_ino, stat.st_mtime_ns) for name, stat in stats)
