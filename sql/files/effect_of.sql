-- What a file did to earlier ones of its period and name that were in force when it was taken.
-- Grain: one row.
-- Reads: files, received.in_force, received.resent_files.
-- Parameters: $file_id, $is_snapshot.
SELECT
    f.rows_unchanged, f.rows_changed, f.rows_gone,
    string_agg(i.file_id::VARCHAR, '、' ORDER BY i.file_id) FILTER (r.replaces OR $is_snapshot) AS replaced,
    string_agg(i.file_id::VARCHAR, '、' ORDER BY i.file_id) FILTER (NOT r.replaces AND NOT $is_snapshot) AS added
FROM files AS f
LEFT JOIN received.resent_files AS r ON r.file_id = f.file_id AND r.earlier_file_id < f.file_id
LEFT JOIN received.in_force AS i ON i.file_id = r.earlier_file_id
WHERE f.file_id = $file_id
GROUP BY ALL;
