-- What was handed out for the period so far, and the day on which the last of its files arrived.
-- Grain: one row.
-- Reads: files, lists_issued.
-- Parameters: $period.
SELECT
    coalesce(max(issue), 0) AS issues,
    max(issued_on) AS issued_on,
    (SELECT max(received_at)::DATE FROM files WHERE period <= $period) AS last_arrival
FROM lists_issued
WHERE period = $period;
