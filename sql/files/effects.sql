-- What the rows of a file did to earlier ones: replaced an equal row or one of other content, and how many rows of the
-- files that it replaces whole it lacks, those of a fact that stood there twice included.
-- Grain: one file.
-- Writes: files.
-- Reads: <rows>, received.in_force, received.resent_files, same_facts.
-- Parameters: $file_id, $is_snapshot.
-- Slots: fact (what makes two rows the same fact), rows, same (whether rows n and e are equal).
UPDATE files SET rows_unchanged = c.rows_unchanged, rows_changed = c.rows_changed, rows_gone = c.rows_gone
FROM (
    WITH replaced AS (
        SELECT count(*) FILTER (WHERE {same}) AS rows_unchanged, count(*) FILTER (WHERE NOT {same}) AS rows_changed
        FROM same_facts AS s
        JOIN {rows} AS n ON n.file_id = $file_id AND n.row_number = s.row_number
        JOIN {rows} AS e ON e.file_id = s.earlier_file_id AND e.row_number = s.earlier_row_number
    ),

    whole AS (
        SELECT r.earlier_file_id AS file_id
        FROM received.resent_files AS r
        SEMI JOIN received.in_force AS i ON i.file_id = r.earlier_file_id
        WHERE r.file_id = $file_id AND r.earlier_file_id < $file_id AND (r.replaces OR $is_snapshot)
    ),

    earlier AS (
        SELECT file_id, {fact} AS fact, count(*) AS rows FROM {rows} WHERE file_id IN (FROM whole) GROUP BY ALL
    ),

    sent AS (
        SELECT {fact} AS fact, count(*) AS rows
        FROM {rows}
        WHERE file_id = $file_id AND EXISTS (FROM whole)
        GROUP BY fact
    ),

    gone AS (
        SELECT coalesce(sum(greatest(e.rows - coalesce(s.rows, 0), 0)), 0) AS rows_gone
        FROM earlier AS e
        LEFT JOIN sent AS s USING (fact)
    )

    FROM replaced CROSS JOIN gone
) AS c
WHERE file_id = $file_id;
