-- Tables of rows about persons: accepted ones, of sources without a contract too, and withdrawn ones.
-- Grain: one table.
SELECT schema_name, table_name
FROM duckdb_columns()
WHERE schema_name IN ('accepted', 'withdrawn_files') AND column_name = 'person_key';
