-- The files whose answers a period's lists may rest on, for its fingerprint.
-- Grain: one content.
-- Reads: returned.received.
-- Parameters: $period.
SELECT file_id
FROM returned.received
WHERE refused IS NULL AND period <= $period
ORDER BY file_id;
