-- Whether what the last run left (built) still says which rows counted then: it was left by the same program and
-- contracts, nothing was taken back since, and the rows of every file that counted then are still there.
-- Grain: one row.
-- Reads: built.basis, built.counted_files, expired_files, files.
-- Parameters: $declared.
SELECT coalesce((SELECT list(declared) = [$declared] FROM built.basis), false)
    AND NOT EXISTS (
        SELECT 1
        FROM built.counted_files AS c
        LEFT JOIN files AS f ON f.file_id = c.file_id AND f.status IN ('accepted', 'superseded')
        WHERE f.file_id IS NULL OR c.file_id IN (SELECT file_id FROM expired_files)
    );
