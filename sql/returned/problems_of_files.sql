-- Refused rows of these files.
-- Grain: fault of a row.
-- Reads: returned_problems.
-- Parameters: $file_ids.
SELECT *
FROM returned_problems
WHERE file_id IN (SELECT unnest($file_ids))
ORDER BY file_id, sheet, row_number, column_name, reason;
