-- Rows of one source that were replaced in the last run, and whose facts have not changed.
-- Grain: one row of the source.
-- Writes: replaced.
-- Reads: built.replaced_rows, changed_rows.
-- Parameters: $source.
INSERT INTO replaced
SELECT file_id, row_number
FROM built.replaced_rows
ANTI JOIN changed_rows USING (source, file_id, row_number)
WHERE source = $source;
