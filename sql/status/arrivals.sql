-- The files of each source for one period.
-- Grain: one source.
-- Reads: files.
-- Parameters: $period.
SELECT
    source,
    count(*) FILTER (status IN ('accepted', 'superseded')) AS accepted,
    count(*) FILTER (status = 'rejected') AS rejected,
    count(*) FILTER (status = 'duplicate') AS duplicates,
    coalesce(sum(rows_accepted), 0)::BIGINT AS rows_accepted,
    coalesce(sum(rows_rejected), 0)::BIGINT AS rows_rejected
FROM files
WHERE period = $period
GROUP BY source;
