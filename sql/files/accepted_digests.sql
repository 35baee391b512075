-- Files that make another one with the same bytes a duplicate.
-- Grain: one accepted file. Inputs: files; $first_file of this run: earlier ones count if any row was taken from them.
SELECT source, sha256, file_id
FROM files
WHERE status IN ('accepted', 'superseded') AND (file_id >= $first_file OR rows_accepted > 0 OR rows_read = 0);
