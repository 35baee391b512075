-- The files of a department that this period's run took, and how many of their rows could be linked to households.
-- Grain: file.
-- Reads: bureaus, files, links.
-- Parameters: $period.
WITH linked AS (
    SELECT
        file_id,
        count(*) FILTER (status = 'linked') AS linked,
        count(*) FILTER (status = 'review') AS review,
        count(*) AS row_count
    FROM links
    WHERE file_id IN (SELECT file_id FROM files WHERE taken_in = $period)
    GROUP BY file_id
)

SELECT
    bureaus.department,
    row_number() OVER (PARTITION BY bureaus.department ORDER BY file.source, file.file_id) AS ordinal,
    bureaus.title AS source,
    file.name,
    file.period AS file_period,
    file.status,
    file.rows_read,
    file.rows_accepted,
    file.rows_rejected,
    linked.linked / linked.row_count AS linked_share,
    linked.review,
    file.reason
FROM files AS file
INNER JOIN bureaus USING (source)
LEFT JOIN linked USING (file_id)
WHERE file.taken_in = $period
ORDER BY bureaus.department, ordinal;
