-- The files of each source for one period; the rows are those of the files that count.
-- Grain: one source.
-- Reads: files.
-- Parameters: $period.
SELECT
    source,
    count(*) FILTER (counts) AS accepted,
    count(*) FILTER (replaced_by IS NOT NULL) AS replaced,
    count(*) FILTER (status = 'rejected') AS rejected,
    count(*) FILTER (status = 'duplicate') AS duplicates,
    coalesce(sum(rows_accepted) FILTER (counts), 0)::BIGINT AS rows_accepted,
    coalesce(sum(rows_rejected) FILTER (counts), 0)::BIGINT AS rows_rejected
FROM (
    SELECT *, status IN ('accepted', 'superseded') AND replaced_by IS NULL AS counts
    FROM (
        SELECT NULL::INTEGER AS replaced_by WHERE false -- the files of an older version's warehouse have none
        UNION ALL BY NAME
        FROM files
    )
    WHERE period = $period
)
GROUP BY source;
