-- Answers of one day that contradict each other; none of them counts until one is sent again with a later day.
-- Grain: returned row.
-- Reads: findings, ledger_events, returned_files.
-- Parameters: $household_id (NULL: all), $township (NULL: all).
WITH contradicting AS (
    SELECT DISTINCT household_id, verified_on AS day, file_id, sheet, row_number FROM findings WHERE status = 'conflict'
    UNION
    SELECT DISTINCT household_id, happened_on, file_id, sheet, row_number FROM ledger_events
    WHERE status = 'conflict' AND file_id IS NOT NULL
)

SELECT row.household_id, file.township, row.day, file.name, row.sheet, row.row_number, row.file_id
FROM contradicting AS row
JOIN returned_files AS file USING (file_id)
WHERE ($household_id IS NULL OR row.household_id = $household_id)
    AND ($township IS NULL OR file.township = $township)
ORDER BY file.township, row.household_id, row.day, file.name, row.sheet, row.row_number;
