-- Marks a file as withdrawn, or as accepted again; whether it is superseded is settled afterwards.
-- Grain: one file.
-- Writes: files.
-- Reads: runs.
-- Parameters: $file_id, $undo.
UPDATE files SET
    status = CASE WHEN $undo THEN 'accepted' ELSE 'withdrawn' END,
    reason = CASE WHEN NOT $undo THEN '已由县级撤回，数据不再计入' END,
    replaced_by = NULL,
    withdrawn_after = CASE WHEN NOT $undo THEN (SELECT max(period) FROM runs) END
WHERE file_id = $file_id;
