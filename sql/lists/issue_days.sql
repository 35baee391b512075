-- The days on which the period's list and its supplements went out; without any, the day that a list would have had.
-- Grain: issue.
-- Reads: files, lists_issued.
-- Parameters: $period.
SELECT issue, min(issued_on) AS issued_on
FROM lists_issued
WHERE period = $period
GROUP BY issue
UNION ALL
SELECT 1, coalesce(
    (SELECT max(received_at)::DATE + 1 FROM files WHERE period <= $period), ($period || '-01')::DATE
)
WHERE NOT EXISTS (FROM lists_issued WHERE period = $period)
ORDER BY issue;
