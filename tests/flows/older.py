"""A warehouse as an older program left it: without the tables and columns of later migrations."""

import duckdb

from sql.migrate import migrations

_RELATIONS = "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT temporary"
_COLUMNS = (
    "SELECT schema_name, table_name, column_name FROM duckdb_columns() WHERE NOT internal "
    "AND (schema_name, table_name) IN (FROM duckdb_tables() SELECT (schema_name, table_name))"
)


def take_back_migrations(con: duckdb.DuckDBPyConnection, kept: int) -> None:
    """Drop what the migrations after number `kept` have added to the warehouse."""
    with duckdb.connect() as old:
        old.execute("CREATE TABLE schema_migrations (number INTEGER PRIMARY KEY)")
        old.execute("\n".join(text for number, text in migrations() if number <= kept))
        tables, columns = set(old.execute(_RELATIONS).fetchall()), set(old.execute(_COLUMNS).fetchall())
    for schema, table in set(con.execute(_RELATIONS).fetchall()) - tables:
        if schema != "accepted":
            con.execute(f'DROP TABLE "{schema}"."{table}"')
    for schema, table, column in set(con.execute(_COLUMNS).fetchall()) - columns:
        if (schema, table) in tables:
            con.execute(f'ALTER TABLE "{schema}"."{table}" DROP COLUMN "{column}"')
    con.execute("DELETE FROM schema_migrations WHERE number > $kept", {"kept": kept})
