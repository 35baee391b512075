-- Whether the rows of a source of facts have the keys of this version (1) or were loaded by a version before 0.16 (0).
-- Grain: one row.
-- Parameters: $source.
SELECT (count(*) FILTER (column_name = 'fact_key') = count(*) FILTER (column_name = 'but_name_key'))::INTEGER
FROM duckdb_columns()
WHERE schema_name = 'accepted' AND table_name = $source;
