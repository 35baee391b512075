"""The working copy written anew where much of it is dead: blocks of rows that are gone or stand elsewhere.

A month rewrites the last rows of every table and leaves their old blocks for the next one, some megabytes
whatever the county's size. What is gone for good, or was linked anew, leaves far more.
"""

import shutil
from pathlib import Path

import duckdb

from sql import literal, rows

# Every table has a block that is not full, which each month writes anew: with DuckDB's own blocks of 256 KB,
# more than half of a small county's file is nothing else.
_BLOCK_BYTES = 1 << 16
# Where a tenth is dead, about as much again is lost in blocks that are not full.
_DEAD_SHARE = 0.1
_DEAD_BYTES = 8 << 20  # less is not worth a copy


def attach_unlogged(con: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Attach the database at `path` as `name`, without a log; it is made if there is none."""
    of_new_file = "" if path.exists() else f", BLOCK_SIZE {_BLOCK_BYTES}"
    con.execute(f"ATTACH {literal(str(path))} AS {name} (RECOVERY_MODE no_wal_writes{of_new_file})")


def compact(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write the database behind `con` anew to `path`, if that saves much and the disk has room for it.

    Tables, rows and their order, constraints, views and comments stay as they are.

    Args:
        con: the working copy, `warehouse`, after a checkpoint.
        path: a file that does not exist, beside the working copy.
    """
    (size,) = rows(con, "SELECT * FROM pragma_database_size() WHERE database_name = 'warehouse'")
    dead_bytes = size["free_blocks"] * size["block_size"]
    live_bytes = size["used_blocks"] * size["block_size"]
    is_worthwhile = dead_bytes > max(_DEAD_BYTES, _DEAD_SHARE * (dead_bytes + live_bytes))
    if is_worthwhile and shutil.disk_usage(path.parent).free > 2 * live_bytes:
        _write_anew(con, path)


def _write_anew(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    con.execute("SET preserve_insertion_order = true")  # files stay together: queries skip blocks of others
    attach_unlogged(con, path, "compacted")
    con.execute("COPY FROM DATABASE warehouse TO compacted")
    con.execute("CHECKPOINT compacted; DETACH compacted")
