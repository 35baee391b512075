-- The files that a period is built from, in the order in which their facts replace each other: by period, then
-- arrival, since files are numbered by the run that took them, their own time and their name; the row of the later
-- file wins.
-- Grain: one file in force of a period up to $period.
-- Makes: file_order.
-- Reads: received.in_force.
-- Parameters: $period.
CREATE OR REPLACE TEMP TABLE file_order AS
SELECT
    file_id,
    source,
    row_number() OVER (ORDER BY period, file_id) AS position
FROM received.in_force
WHERE period <= $period;
