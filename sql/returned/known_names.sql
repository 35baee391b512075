-- Names under which contents came back.
-- Grain: content and name.
-- Reads: returned.received, returned.repeats.
SELECT file_id, name FROM returned.received
UNION
SELECT file_id, name FROM returned.repeats;
