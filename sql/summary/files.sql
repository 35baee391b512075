-- The files that this period's run took in, those that they replaced whole, and those that were withdrawn before it: a
-- withdrawn file is listed up to the period after the newest one published then.
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
LEFT JOIN files AS later ON later.file_id = file.replaced_by
WHERE file.taken_in = $period
    OR later.taken_in = $period
    OR (file.status = 'withdrawn' AND file.period <= $period
        AND strptime($period, '%Y-%m') <= strptime(file.withdrawn_after, '%Y-%m') + INTERVAL 1 MONTH)
ORDER BY file.file_id;
