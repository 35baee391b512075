-- Chinese titles of sources (column_name '') and of their columns, from the data contracts.
-- Grain: source and column.
-- Makes: titles.
-- Parameters: $column_names, $sources, $titles (three lists of one length).
CREATE OR REPLACE TEMP TABLE titles AS
SELECT
    unnest($sources::VARCHAR[]) AS source,
    unnest($column_names::VARCHAR[]) AS column_name,
    unnest($titles::VARCHAR[]) AS title;
