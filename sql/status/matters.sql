-- What the way back leaves to be settled, whatever its period.
-- Grain: one row.
-- Reads: duties, open_conflicts, returned_files.
-- Parameters: $day.
SELECT
    (SELECT count(*) FROM returned_files WHERE status = 'rejected') AS refused_files,
    (SELECT count(DISTINCT household_id) FROM open_conflicts) AS conflicts,
    (SELECT count(*) FROM duties WHERE due_on < $day AND done_on IS NULL) AS overdue;
