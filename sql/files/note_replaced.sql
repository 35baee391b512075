-- Notes in the files of a source which of them were replaced whole.
-- Grain: one file.
-- Writes: files.
-- Reads: replaced_files.
UPDATE files AS f SET replaced_by = r.replaced_by
FROM replaced_files AS r
WHERE r.file_id = f.file_id AND f.replaced_by IS DISTINCT FROM r.replaced_by;
