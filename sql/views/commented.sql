-- Tables, views and columns of the public schema, with their present comments.
-- Grain: one table, view or column; column_name is NULL for the first two.
SELECT 'TABLE' AS kind, table_name, NULL AS column_name, comment
FROM duckdb_tables()
WHERE schema_name = 'main' AND NOT temporary AND NOT internal
UNION ALL
SELECT 'VIEW', view_name, NULL, comment
FROM duckdb_views()
WHERE schema_name = 'main' AND NOT temporary AND NOT internal
UNION ALL
SELECT 'COLUMN', table_name, column_name, comment
FROM duckdb_columns()
WHERE schema_name = 'main' AND database_name <> 'temp' AND NOT internal;
