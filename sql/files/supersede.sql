-- Marks which files of a snapshot source are its newest snapshot and which no longer are.
-- Grain: one file.
-- Writes: files.
-- Reads: snapshot_files (the newest snapshot of $source over all periods).
-- Parameters: $source.
UPDATE files
SET status = CASE WHEN file_id IN (FROM snapshot_files) THEN 'accepted' ELSE 'superseded' END,
    reason = CASE WHEN file_id IN (FROM snapshot_files) THEN NULL ELSE '已被更新的名册替代' END
WHERE source = $source AND status IN ('accepted', 'superseded');
