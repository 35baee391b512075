"""Lower bounds on this machine: the time to read the same bytes once, and to join the same numbers once."""

import time
from collections.abc import Sequence
from pathlib import Path

import duckdb


def read_floor_s(files: Sequence[Path]) -> float:
    """Seconds that DuckDB takes to read every cell of the CSV `files` as text."""
    started = time.perf_counter()
    with duckdb.connect() as con:
        for path in files:
            con.execute(
                "SELECT sum(hash(COLUMNS(*)) & 255) FROM read_csv($path, all_varchar = true)",
                {"path": str(path)},
            ).fetchall()
    return time.perf_counter() - started


def join_floor_s(warehouse: Path) -> float:
    """Seconds that DuckDB takes to join every distinct person to the roster by ID number as written."""
    with duckdb.connect(warehouse, read_only=True) as con:
        started = time.perf_counter()
        con.execute(
            "SELECT count(*), sum(hash(m.household_id) & 255) FROM linkage.persons AS p "
            "JOIN roster.members AS m USING (id_number)"
        ).fetchall()
        return time.perf_counter() - started
