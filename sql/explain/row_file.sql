-- The file of a requested row, and the reasons for which the row was rejected, if it was.
-- Grain: one row; none if there is no such file.
-- Reads: files, rejected_rows.
-- Parameters: $file_id, $row_number.
SELECT
    f.*,
    (
        SELECT list({'column_name': r.column_name, 'reason': r.reason} ORDER BY r.column_name, r.code)
        FROM rejected_rows AS r
        WHERE r.file_id = f.file_id AND r.row_number = $row_number
    ) AS rejections
FROM files AS f
WHERE f.file_id = $file_id;
