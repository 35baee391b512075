-- Files that make another file with the same bytes a duplicate. Files of earlier runs count only if a row of them was
-- accepted.
-- Grain: one accepted file.
-- Reads: files.
-- Parameters: $first_file (of this run).
SELECT source, sha256, file_id
FROM files
WHERE status IN ('accepted', 'superseded') AND (file_id >= $first_file OR rows_accepted > 0 OR rows_read = 0);
