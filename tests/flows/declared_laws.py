"""Comparison of a published warehouse with the declarations in `data_contracts/tables/`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from data_contracts.contract import load_contracts
from data_contracts.published_tables import PublishedTable, published_tables
from sql import quoted

Catalog = dict[str, list[tuple[str, str, bool, str | None]]]


def breaches(root: Path) -> list[str]:
    """Differences between a county's published tables and views and their declarations."""
    tables = {table.name: table for table in published_tables(load_contracts(root / "contracts"))}
    with duckdb.connect(root / "warehouse.duckdb", read_only=True) as con:
        catalog = _catalog(con)
        differences = [f"{name}: only declared, or only made" for name in catalog.keys() ^ tables.keys()]
        for name in catalog.keys() & tables.keys():
            differences += [f"{name}: {breach}" for breach in _of_table(con, tables[name], catalog[name])]
    return differences


def _catalog(con: duckdb.DuckDBPyConnection) -> Catalog:
    """Columns of every public table: name, type, whether it may be NULL, comment."""
    query = (
        "SELECT table_name, list((column_name, data_type, is_nullable, comment) ORDER BY column_index) "
        "FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal GROUP BY ALL"
    )
    return dict(con.execute(query).fetchall())


def _of_table(con: duckdb.DuckDBPyConnection, table: PublishedTable, columns: list[Any]) -> Iterator[str]:
    shapes = [(c.name, c.type.replace(", ", ","), c.comment) for c in table.columns]
    if shapes != [(name, kind, comment) for name, kind, _, comment in columns]:
        yield f"columns, types or comments {columns} instead of {shapes}"
        return
    for column, (name, _, may_be_null, _) in zip(table.columns, columns, strict=True):
        if column.nullable and not may_be_null:
            yield f"{name} can never be NULL"
        nulls, values = _contents(con, table.name, name)
        if nulls and not column.nullable:
            yield f"{name} is NULL {nulls} times"
        if column.values and (others := set(values) - set(column.values)):
            yield f"{name} has {others}"
        if name.endswith("probability") and not all(0 <= value <= 1 for value in values):
            yield f"{name} is not a probability"


def _contents(con: duckdb.DuckDBPyConnection, table: str, name: str) -> tuple[int, list[Any]]:
    """How often a column is NULL, and its other values."""
    column = quoted(name)
    query = f"SELECT {column}, count(*) FROM {quoted(table)} GROUP BY ALL"
    counts = con.execute(query).fetchall()
    nulls = sum(count for value, count in counts if value is None)
    return nulls, [value for value, _ in counts if value is not None]
