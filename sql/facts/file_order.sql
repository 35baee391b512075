-- The files that a period is built from, in the order in which their facts replace each other: by period, then name,
-- then arrival; the row of the later file wins.
-- Grain: one accepted file of a period up to $period.
-- Makes: file_order.
-- Reads: files.
-- Parameters: $period.
CREATE OR REPLACE TEMP TABLE file_order AS
SELECT
    file_id,
    source,
    row_number() OVER (ORDER BY period, name, file_id) AS position
FROM files
WHERE status IN ('accepted', 'superseded') AND period <= $period;
