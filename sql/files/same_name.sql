-- The other files of a file's period and name, each direction, since either may count as the later one.
-- Grain: one pair of files, in each direction.
-- Makes: same_name.
-- Reads: received.arrivals.
-- Parameters: $file_id.
CREATE OR REPLACE TEMP TABLE same_name AS
WITH others AS (
    SELECT DISTINCT a.file_id, o.file_id AS other
    FROM received.arrivals AS a
    JOIN received.arrivals AS o USING (source, period, name)
    WHERE a.file_id = $file_id AND o.file_id <> $file_id
)
SELECT file_id, other AS earlier_file_id FROM others
UNION ALL
SELECT other, file_id FROM others;
