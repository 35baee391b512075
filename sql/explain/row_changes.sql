-- When and why the link of one row changed.
-- Grain: one change, oldest first.
-- Reads: link_changes.
-- Parameters: $file_id, $row_number.
SELECT * EXCLUDE (source, file_id, row_number)
FROM link_changes
WHERE file_id = $file_id AND row_number = $row_number
ORDER BY period;
