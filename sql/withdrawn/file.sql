-- A file that is to be withdrawn or put back, and what would stand against it.
-- Grain: one row; none if there is no such file.
-- Reads: files, received.in_force.
-- Parameters: $file_id.
SELECT
    f.file_id, f.source, f.period, f.name, f.status, f.duplicate_of, f.rows_accepted,
    (SELECT min(i.file_id) FROM received.in_force AS i WHERE i.source = f.source AND i.sha256 = f.sha256
        AND i.file_id <> f.file_id) AS sent_again,
    (SELECT list(d.file_id ORDER BY d.file_id) FROM files AS d
        WHERE d.duplicate_of = f.file_id AND d.status = 'duplicate') AS duplicates
FROM files AS f
WHERE f.file_id = $file_id;
