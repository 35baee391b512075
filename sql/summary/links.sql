-- How person rows were linked to households: all rows held, and those of this period's run.
-- Grain: source, status and stage.
-- Reads: files, links, titles, words.
-- Parameters: $period.
WITH counted AS (
    SELECT source, status, stage, file_id, count(*) AS row_count
    FROM links
    GROUP BY source, status, stage, file_id
)

SELECT
    coalesce(title.title, link.source) AS source,
    coalesce(status.label, link.status) AS status,
    coalesce(stage.label, link.stage) AS stage,
    sum(link.row_count) AS rows_held,
    100.0 * rows_held / sum(rows_held) OVER (PARTITION BY link.source) AS share_of_source,
    coalesce(sum(link.row_count) FILTER (file.taken_in = $period), 0) AS rows_new
FROM counted AS link
INNER JOIN files AS file USING (file_id)
LEFT JOIN titles AS title ON link.source = title.source AND title.column_name = ''
LEFT JOIN words AS status
    ON status.period = $period AND status.kind = 'link_status' AND link.status = status.word
LEFT JOIN words AS stage ON stage.period = $period AND stage.kind = 'stage' AND link.stage = stage.word
GROUP BY link.source, title.title, link.status, link.stage, status.label, stage.label
ORDER BY link.source, list_position(['linked', 'review', 'unlinked'], link.status), rows_held DESC, link.stage;
