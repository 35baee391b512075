-- Answers about a household, with the row that says so.
-- Grain: returned row.
-- Reads: findings, returned_files.
-- Parameters: $household_id.
SELECT finding.*, file.name
FROM findings AS finding
JOIN returned_files AS file USING (file_id)
WHERE finding.household_id = $household_id
ORDER BY finding.period, finding.verified_on, file.name, finding.sheet, finding.row_number;
