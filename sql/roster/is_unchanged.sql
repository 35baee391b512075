-- Whether the files that are a source's snapshot now are those that its view reads (1) or not (0, as without any file).
-- Grain: one row. Inputs: snapshot_files, roster.snapshots; $source, $key.
SELECT coalesce(
    (SELECT list(file_id ORDER BY file_id) FROM snapshot_files)
    = (SELECT list(file_id ORDER BY file_id) FROM roster.snapshots WHERE source = $source AND key = $key),
    FALSE
)::INTEGER
