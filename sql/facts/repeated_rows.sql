-- Keeps the rows of one file that probably repeat others.
-- Grain: one pair of rows.
-- Writes: received.repeated_rows.
-- Reads: repeats_frame (row_number, like_file_id, like_row_number).
-- Parameters: $file_id, $source.
INSERT INTO received.repeated_rows
SELECT DISTINCT $source, $file_id, row_number, like_file_id, like_row_number
FROM repeats_frame
ORDER BY ALL;
