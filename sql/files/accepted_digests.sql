-- Files that make another file with the same bytes a duplicate: those in force. Files of earlier runs count only if a
-- row of them was accepted.
-- Grain: one file in force.
-- Reads: received.in_force.
-- Parameters: $first_file (of this run).
SELECT source, sha256, file_id
FROM received.in_force
WHERE file_id >= $first_file OR rows_accepted > 0 OR rows_read = 0;
