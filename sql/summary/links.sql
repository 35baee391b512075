-- How person rows were linked to households: all rows held, and those of this period's run.
-- Grain: source, status and stage.
-- Reads: files, links, titles.
-- Parameters: $period.
SELECT
    coalesce(title.title, link.source) AS source,
    link.status,
    link.stage,
    count(*) AS rows_held,
    100.0 * count(*) / sum(count(*)) OVER (PARTITION BY link.source) AS share_of_source,
    count(*) FILTER (file.taken_in = $period) AS rows_new
FROM links AS link
INNER JOIN files AS file USING (file_id)
LEFT JOIN titles AS title ON link.source = title.source AND title.column_name = ''
GROUP BY link.source, title.title, link.status, link.stage
ORDER BY link.source, list_position(['linked', 'review', 'unlinked'], link.status), rows_held DESC, link.stage;
