-- Views of facts whose source the county has no longer.
-- Grain: one view. Inputs: the catalog; $prefix of their names, $kept names.
SELECT view_name
FROM duckdb_views()
WHERE schema_name = 'main' AND NOT internal AND NOT temporary AND starts_with(view_name, $prefix)
    AND NOT list_contains($kept, view_name)
ORDER BY view_name;
