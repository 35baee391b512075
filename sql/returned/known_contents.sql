-- Contents that came back before: whether they were refused whole, and for which day they were judged.
-- Grain: content.
-- Reads: returned.received.
SELECT file_id, refused IS NOT NULL AS refused, received_on
FROM returned.received;
