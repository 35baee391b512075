-- Files that the given truth mentions and that never arrived.
-- Grain: one file.
-- Reads: files, link_given_truth (file_id, or source and file).
SELECT coalesce(t.source || '/' || t.file, t.file_id::VARCHAR) AS file, count(*) AS rows
FROM link_given_truth AS t
WHERE NOT EXISTS (FROM files AS f WHERE f.file_id = t.file_id OR (f.source = t.source AND f.name = t.file))
GROUP BY ALL
ORDER BY file
