-- Tables that hold the published results of periods.
-- Grain: one table.
-- Parameters: $others (tables whose period is another one).
SELECT t.schema_name || '.' || t.table_name
FROM duckdb_tables() AS t
JOIN duckdb_columns() AS c USING (database_name, schema_name, table_name)
WHERE t.schema_name IN ('main', 'built') AND NOT t.temporary AND c.column_name = 'period'
    AND NOT list_contains($others::VARCHAR[], t.table_name)
ORDER BY ALL;
