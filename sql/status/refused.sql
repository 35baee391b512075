-- Files that a run refused, and why.
-- Grain: one file.
-- Reads: files.
-- Parameters: $first_file (the run's first).
SELECT file_id, source, name, period, reason FROM files
WHERE file_id >= $first_file AND status = 'rejected'
ORDER BY source, name, file_id;
