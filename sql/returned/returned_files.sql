-- Every file that came back, with what became of its rows. Of several files with the same bytes the first one counts,
-- whichever was read first; the others are duplicates.
-- Grain: file that came back.
-- Writes: returned_files.
-- Reads: forbidden_rows, returned.received, returned.repeats, returned.rows.
DELETE FROM returned_files;

INSERT INTO returned_files BY NAME
WITH names AS (
    SELECT file_id, name, received_at FROM returned.received
    UNION ALL
    SELECT file_id, name, received_at FROM returned.repeats
),

files AS (
    SELECT
        content.* EXCLUDE (name, received_at), names.name, names.received_at,
        row_number() OVER (PARTITION BY content.file_id ORDER BY names.received_at, names.name) = 1 AS is_first
    FROM names
    INNER JOIN returned.received AS content USING (file_id)
),

counts AS (
    SELECT
        line.file_id,
        count(*) AS rows_read,
        count(*) FILTER (NOT answered) AS unanswered,
        count(*) FILTER (refused OR answered AND forbidden.file_id IS NOT NULL) AS refused
    FROM returned.rows AS line
    LEFT JOIN (SELECT DISTINCT file_id, sheet, row_number FROM forbidden_rows) AS forbidden
        USING (file_id, sheet, row_number)
    GROUP BY line.file_id
)

SELECT
    if(is_first, file_id, left(sha256(sha256 || '|' || name), 12)) AS file_id,
    name,
    sha256,
    township,
    period,
    CASE WHEN NOT is_first THEN 'duplicate' WHEN files.refused IS NOT NULL THEN 'rejected' ELSE 'accepted' END AS status,
    if(is_first, coalesce(rows_read, 0), 0) AS rows_read,
    if(is_first, coalesce(rows_read - counts.unanswered - counts.refused, 0), 0) AS rows_taken,
    if(is_first, coalesce(counts.unanswered, 0), 0) AS rows_unanswered,
    if(is_first, coalesce(counts.refused, 0), 0) AS rows_refused,
    if(is_first, files.refused, NULL) AS reason,
    received_at
FROM files
LEFT JOIN counts USING (file_id)
ORDER BY received_at, name;
