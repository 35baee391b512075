"""A warehouse as an older program left it: without the tables and columns of later migrations."""

from typing import Any

import duckdb

from sql.migrate import migrations

_SCHEMAS = "SELECT schema_name FROM duckdb_schemas() WHERE NOT internal"
_TABLES = "SELECT schema_name, table_name FROM duckdb_tables()"
_VIEWS = "SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal"
_COLUMNS = f"SELECT * FROM ({_TABLES}) JOIN duckdb_columns() USING (schema_name, table_name)"
_OF_COLUMNS = f"SELECT schema_name, table_name, column_name FROM ({_COLUMNS})"


def take_back_migrations(con: duckdb.DuckDBPyConnection, kept: int) -> None:
    """Drop what the migrations after number `kept` have added to the warehouse."""
    (schemas, tables, columns, views), now = _made(kept), _made(migrations()[-1][0])
    for schema, view in (now[3] - views) & set(con.execute(_VIEWS).fetchall()):
        con.execute(f'DROP VIEW "{schema}"."{view}"')
    for schema, table, column in now[2] - columns:
        if (schema, table) in tables:
            con.execute(f'ALTER TABLE "{schema}"."{table}" DROP COLUMN "{column}"')
    for schema, table in now[1] - tables:
        con.execute(f'DROP TABLE "{schema}"."{table}"')
    for (schema,) in now[0] - schemas:
        con.execute(f'DROP SCHEMA "{schema}" CASCADE')
    con.execute("DELETE FROM schema_migrations WHERE number > $kept", {"kept": kept})


def _made(last: int) -> list[set[tuple[Any, ...]]]:
    """Schemas, tables, columns and views that the migrations up to number `last` make."""
    with duckdb.connect() as con:
        con.execute("\n".join(text for number, text in migrations() if number <= last))
        return [set(con.execute(query).fetchall()) for query in (_SCHEMAS, _TABLES, _OF_COLUMNS, _VIEWS)]
