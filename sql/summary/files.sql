-- The files that this period's run took in.
-- Grain: file.
-- Reads: files, titles.
-- Parameters: $period.
SELECT
    file.file_id,
    coalesce(title.title, file.source) AS source,
    file.name,
    file.period AS file_period,
    file.status,
    file.rows_read,
    file.rows_accepted,
    file.rows_rejected,
    file.reason
FROM files AS file
LEFT JOIN titles AS title ON file.source = title.source AND title.column_name = ''
WHERE file.taken_in = $period
ORDER BY file.file_id;
