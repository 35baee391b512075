-- The files that a period is built from, for its fingerprint.
-- Grain: one file.
-- Reads: files.
-- Parameters: $period.
SELECT file_id, source, period, name, sha256, status = 'rejected' AS rejected
FROM files
WHERE period <= $period
ORDER BY file_id;
