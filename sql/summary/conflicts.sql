-- Answers of one day that contradict each other, to be settled by the township with a later day.
-- Grain: returned row.
-- Reads: open_conflicts, returned_files, words.
-- Parameters: $period.
SELECT
    file.township, row.household_id, strftime(row.day, '%Y-%m-%d') AS day, said.label AS verdict, file.name, row.sheet,
    row.row_number
FROM open_conflicts AS row
JOIN returned_files AS file USING (file_id)
LEFT JOIN words AS said ON said.period = $period AND said.kind = 'verdict' AND row.verdict = said.word
ORDER BY file.township, row.household_id, row.day, file.name, row.sheet, row.row_number;
