-- The temporary tables and views that the linker leaves in the connection, from the catalog.
-- Grain: one temporary table or view.
SELECT 'VIEW', view_name FROM duckdb_views() WHERE temporary AND starts_with(view_name, 'link_')
UNION ALL
SELECT 'TABLE', table_name FROM duckdb_tables() WHERE temporary AND starts_with(table_name, 'link_')
