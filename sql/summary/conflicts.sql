-- Answers of one day that contradict each other, to be settled by the township with a later day.
-- Grain: returned row.
-- Reads: findings, ledger_events, lists_issued, returned_files, words.
-- Parameters: $period.
WITH contradicting AS (
    SELECT household_id, verified_on AS day, file_id, sheet, row_number, verdict FROM findings WHERE status = 'conflict'
    UNION ALL BY NAME
    SELECT DISTINCT household_id, happened_on AS day, file_id, sheet, row_number FROM ledger_events
    WHERE status = 'conflict' AND file_id IS NOT NULL AND (file_id, sheet, row_number) NOT IN (
        SELECT (file_id, sheet, row_number) FROM findings WHERE status = 'conflict'
    )
)

SELECT
    file.township, row.household_id, strftime(row.day, '%Y-%m-%d') AS day, said.label AS verdict, file.name, row.sheet, row.row_number
FROM contradicting AS row
JOIN returned_files AS file USING (file_id)
LEFT JOIN words AS said ON said.period = $period AND said.kind = 'verdict' AND row.verdict = said.word
ORDER BY file.township, row.household_id, row.day, file.name, row.sheet, row.row_number;
