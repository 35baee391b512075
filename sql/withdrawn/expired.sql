-- Tables of the rows of withdrawn files that the county no longer keeps; a table's name ends with the file's number.
-- Grain: one table.
-- Reads: expired_files.
SELECT table_name
FROM duckdb_tables()
WHERE schema_name = 'withdrawn_files'
    AND regexp_extract(table_name, '[0-9]+$')::INTEGER IN (SELECT file_id FROM expired_files);
