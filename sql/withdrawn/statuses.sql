-- The files of a source that are superseded, before and after a file was withdrawn or put back.
-- Grain: one file.
-- Reads: files.
-- Parameters: $source.
SELECT file_id FROM files WHERE source = $source AND status = 'superseded' ORDER BY file_id;
