-- The files that a period is built from, for its fingerprint.
-- Grain: one file.
-- Reads: files.
-- Parameters: $period.
SELECT file_id, source, period, name, sha256, status IN ('rejected', 'withdrawn') AS not_counted
FROM files
WHERE period <= $period
ORDER BY file_id;
