-- For each row of a file, the earlier row of the same fact that it replaces. Earlier rows of a roster are those of the
-- files of its name.
-- Grain: one row of the file that replaces another.
-- Makes: same_facts.
-- Reads: <rows>, files, received.in_force, received.resent_files, sent_facts.
-- Parameters: $file_id, $is_snapshot.
-- Slots: fact (what makes two rows the same fact), rows.
CREATE OR REPLACE TEMP TABLE same_facts AS
WITH this AS (
    SELECT source, period FROM files WHERE file_id = $file_id
),

before AS (
    SELECT i.file_id, i.period
    FROM received.in_force AS i
    JOIN this AS t ON i.source = t.source AND i.period <= t.period
    WHERE i.file_id < $file_id AND (NOT $is_snapshot OR i.file_id IN (
        SELECT earlier_file_id FROM received.resent_files WHERE file_id = $file_id
    ))
),

earlier AS (
    SELECT b.period, file_id, row_number, {fact} AS fact FROM {rows} JOIN before AS b USING (file_id)
)

SELECT s.row_number, e.file_id AS earlier_file_id, e.row_number AS earlier_row_number
FROM earlier AS e
JOIN sent_facts AS s USING (fact)
QUALIFY row_number() OVER (PARTITION BY s.row_number ORDER BY e.period DESC, e.file_id DESC, e.row_number DESC) = 1;
