-- The files that together are a source's snapshot of a period: all files of its newest period up to $period. If a name
-- was sent more than once, the last one counts; a duplicate stands for the file with the same bytes.
-- Grain: one file.
-- Reads: files.
-- Parameters: $period, $source.
WITH sent AS (
    SELECT file_id, period, name, coalesce(duplicate_of, file_id) AS content
    FROM files
    WHERE source = $source AND status <> 'rejected' AND period <= $period
)
SELECT DISTINCT content AS file_id
FROM (
    SELECT content
    FROM sent
    WHERE period = (SELECT max(period) FROM sent)
    QUALIFY row_number() OVER (PARTITION BY name ORDER BY file_id DESC) = 1
);
