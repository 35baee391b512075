-- Files that came back, by content and name.
-- Grain: file that came back.
-- Reads: returned_files.
SELECT left(sha256, 12) AS content, file_id, name, status, period
FROM returned_files;
