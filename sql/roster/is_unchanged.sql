-- Whether the files of a source's snapshot are those that its view already reads (1) or not (0, also if there is no
-- file).
-- Grain: one row.
-- Reads: roster.snapshots, snapshot_files.
-- Parameters: $key, $source.
SELECT coalesce(
    (SELECT list(file_id ORDER BY file_id) FROM snapshot_files)
    = (SELECT list(file_id ORDER BY file_id) FROM roster.snapshots WHERE source = $source AND key = $key),
    FALSE
)::INTEGER
