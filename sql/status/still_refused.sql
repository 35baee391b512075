-- Files that runs of one period refused and that nobody has sent again under the same name.
-- Grain: one file.
-- Reads: files.
-- Parameters: $period.
SELECT f.source, f.name, f.period, f.reason
FROM files AS f
ANTI JOIN files AS later ON later.source = f.source AND later.name = f.name AND later.file_id > f.file_id
    AND later.status <> 'rejected'
WHERE f.taken_in = $period AND f.status = 'rejected'
ORDER BY f.source, f.name, f.file_id;
