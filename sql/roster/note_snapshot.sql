-- The files that a source's view reads from now on.
-- Grain: one source and file.
-- Writes: roster.snapshots.
-- Reads: snapshot_files.
-- Parameters: $key, $source.
INSERT INTO roster.snapshots SELECT $source, $key, file_id FROM snapshot_files ORDER BY file_id
