-- Rows of registered people that were not linked, by the linker's reason.
-- Grain: one status and stage.
-- Reads: link_truth (file_id, row_number, household_id NULL for strangers), links.
SELECT l.status, l.stage, count(*) AS rows
FROM links AS l
JOIN link_truth AS t ON t.file_id = l.file_id AND t.row_number = l.row_number
WHERE t.household_id IS NOT NULL AND l.status <> 'linked'
GROUP BY ALL
ORDER BY rows DESC, l.status, l.stage
