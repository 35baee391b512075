-- What the way back leaves to be settled, whatever its period.
-- Grain: one row.
-- Reads: duties, findings, ledger_events, returned_files.
-- Parameters: $day.
SELECT
    (SELECT count(*) FROM returned_files WHERE status = 'rejected') AS refused_files,
    (
        SELECT count(DISTINCT household_id)
        FROM (
            SELECT household_id FROM findings WHERE status = 'conflict'
            UNION
            SELECT household_id FROM ledger_events WHERE status = 'conflict' AND file_id IS NOT NULL
        )
    ) AS conflicts,
    (SELECT count(*) FROM duties WHERE due_on < $day AND done_on IS NULL) AS overdue;
