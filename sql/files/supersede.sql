-- Marks which files of a source are superseded: replaced whole by a later one of their name, or, of a roster, not in
-- its newest snapshot.
-- Grain: one file.
-- Writes: files.
-- Reads: snapshot_files (the newest snapshot of $source over all periods).
-- Parameters: $is_snapshot, $source.
UPDATE files
SET status = CASE
        WHEN replaced_by IS NOT NULL OR ($is_snapshot AND file_id NOT IN (FROM snapshot_files)) THEN 'superseded'
        ELSE 'accepted'
    END,
    reason = CASE
        WHEN replaced_by IS NOT NULL THEN '已被同名的新文件整份替代'
        WHEN $is_snapshot AND file_id NOT IN (FROM snapshot_files) THEN '已被更新的名册替代'
    END
WHERE source = $source AND status IN ('accepted', 'superseded');
