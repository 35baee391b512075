-- The files that a period is built from, in the order in which their facts replace each other.
-- Grain: one accepted file of a period up to $period. Inputs: files.
-- Order: period, then name, then arrival; the later file's row wins.
CREATE OR REPLACE TEMP TABLE file_order AS
SELECT
    file_id,
    source,
    row_number() OVER (ORDER BY period, name, file_id) AS position
FROM files
WHERE status IN ('accepted', 'superseded') AND period <= $period;
