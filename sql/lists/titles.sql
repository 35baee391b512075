-- Chinese titles of sources (column_name '') and of their columns, as the data contracts give them.
-- Grain: source and column. Inputs: $sources, $column_names, $titles, three lists of one length.
CREATE OR REPLACE TEMP TABLE titles AS
SELECT
    unnest($sources::VARCHAR[]) AS source,
    unnest($column_names::VARCHAR[]) AS column_name,
    unnest($titles::VARCHAR[]) AS title;
