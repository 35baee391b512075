-- Contents that came back before: whether they were refused whole, and on which day they came.
-- Grain: content.
-- Reads: returned.received.
SELECT file_id, refused IS NOT NULL AS refused, received_at::DATE AS arrived_on
FROM returned.received;
