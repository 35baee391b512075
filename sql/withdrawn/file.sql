-- A file that is to be withdrawn or put back, and what would stand against it.
-- Grain: one row; none if there is no such file.
-- Reads: files, received.in_force.
-- Parameters: $file_id, $undo (of_other_sources: files of the same bytes in other sources that are withdrawn, else
--   those that count).
SELECT
    f.file_id, f.source, f.period, f.name, f.status, f.duplicate_of, f.rows_accepted,
    (SELECT min(i.file_id) FROM received.in_force AS i WHERE i.source = f.source AND i.sha256 = f.sha256
        AND i.file_id <> f.file_id) AS sent_again,
    (SELECT list(d.file_id ORDER BY d.file_id) FROM files AS d
        WHERE d.duplicate_of = f.file_id AND d.status = 'duplicate') AS duplicates,
    (SELECT list({'file_id': o.file_id, 'source': o.source} ORDER BY o.file_id) FROM files AS o
        WHERE o.sha256 = f.sha256 AND o.period = f.period AND o.source <> f.source
            AND o.status = CASE WHEN $undo THEN 'withdrawn' ELSE 'accepted' END) AS of_other_sources
FROM files AS f
WHERE f.file_id = $file_id;
