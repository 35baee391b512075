-- Answers of one day that contradict each other; none of them counts until one is sent again with a later day.
-- Grain: returned row.
-- Reads: open_conflicts, returned_files.
-- Parameters: $household_id (NULL: all), $township (NULL: all).
SELECT row.household_id, file.township, row.day, file.name, row.sheet, row.row_number, row.file_id
FROM open_conflicts AS row
JOIN returned_files AS file USING (file_id)
WHERE ($household_id IS NULL OR row.household_id = $household_id)
    AND ($township IS NULL OR file.township = $township)
ORDER BY file.township, row.household_id, row.day, file.name, row.sheet, row.row_number;
