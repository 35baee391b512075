-- Files that came back under these names, with these contents.
-- Grain: file that came back.
-- Reads: returned_files.
-- Parameters: $names, $contents.
SELECT *
FROM returned_files
WHERE (left(sha256, 12), name) IN (SELECT (unnest($contents), unnest($names)))
ORDER BY received_at, name;
