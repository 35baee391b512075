-- Rows about persons that may be of one household and wait for an answer: in the month built last, those that no later
-- row replaced. Rows from before both windows count in no figure and are left out.
-- Grain: one row of a file.
-- Reads: built.replaced_rows, files, received.row_places, review_pairs, staked_rows (source, file_id, row_number,
--   person_key, fact_key, dated, amount), windows.
-- Parameters: $household_id, $period.
WITH rows_of_household AS (
    SELECT *
    FROM staked_rows
    SEMI JOIN (FROM review_pairs WHERE household_id = $household_id) USING (file_id, row_number)
    ANTI JOIN built.replaced_rows USING (source, file_id, row_number)
)

SELECT
    r.source, f.name AS file_name, r.file_id, r.row_number,
    p.sheet, (p.sheet_row + r.row_number - p.first_row)::INTEGER AS sheet_row
FROM rows_of_household AS r
JOIN files AS f USING (file_id)
JOIN windows AS w ON r.dated >= w.prev_start
ASOF LEFT JOIN received.row_places AS p ON r.file_id = p.file_id AND r.row_number >= p.first_row
WHERE f.period <= $period
ORDER BY r.source, r.file_id, r.row_number;
