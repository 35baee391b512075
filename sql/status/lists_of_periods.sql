-- The last two lists up to $period: how many households were asked, and what came back.
-- Grain: period.
-- Reads: lists_issued, returned_files.
-- Parameters: $period.
WITH issued AS (
    SELECT
        period, min(issued_on) AS issued_on, count(*) AS asked, count(*) FILTER (answered) AS answered,
        count(*) FILTER (NOT answered) AS unanswered, count(*) FILTER (issue > 1) AS supplements
    FROM lists_issued
    WHERE period <= $period AND NOT withdrawn
    GROUP BY period
),

came_back AS (
    SELECT
        period, count(*) AS files, coalesce(sum(rows_taken), 0) AS rows_taken,
        coalesce(sum(rows_refused), 0) AS rows_refused
    FROM returned_files
    WHERE status = 'accepted'
    GROUP BY period
)

SELECT
    issued.*, coalesce(files, 0) AS files, coalesce(rows_taken, 0)::INTEGER AS rows_taken,
    coalesce(rows_refused, 0)::INTEGER AS rows_refused
FROM issued
LEFT JOIN came_back USING (period)
ORDER BY period DESC
LIMIT 2;
