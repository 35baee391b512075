-- What a receipt lists of a file that came back: refused rows with column and reason, then rows without an entry, then
-- those that were taken.
-- Grain: file, sheet and either column and reason, or what became of the rows.
-- Reads: returned.rows, returned_files, returned_problems.
-- Parameters: $file_ids.
WITH wanted AS (
    SELECT file_id FROM returned_files WHERE file_id IN (SELECT unnest($file_ids)) AND status = 'accepted'
),

fates AS (
    SELECT file_id, sheet, row_number, 'refused' AS kind, column_name, reason
    FROM returned_problems
    WHERE file_id IN (FROM wanted)
    UNION ALL
    SELECT file_id, sheet, row_number, if(answered, 'taken', 'unanswered'), NULL, NULL
    FROM returned.rows
    ANTI JOIN returned_problems USING (file_id, sheet, row_number)
    WHERE file_id IN (FROM wanted)
)

SELECT
    file_id,
    kind,
    sheet,
    column_name,
    reason,
    count(*) AS row_count,
    array_to_string(list_sort(list(row_number))[:200], '、') AS sheet_rows
FROM fates
GROUP BY file_id, kind, sheet, column_name, reason
ORDER BY file_id, list_position(['refused', 'unanswered', 'taken'], kind), sheet, min(row_number), column_name, reason;
