-- The files of rosters that count in the period or an earlier one.
-- Grain: one file.
-- Reads: file_order.
SELECT file_id, source FROM file_order WHERE source IN ('households', 'members') ORDER BY position;
