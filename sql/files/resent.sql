-- Compares files of the same period and name: what the one would keep of the other if it came later. A file that has
-- less than half of the other's facts adds to it.
-- Grain: one pair of files, in each direction.
-- Writes: received.resent_files.
-- Reads: <rows>, same_name.
-- Slots: fact (what makes two rows the same fact), rows.
DELETE FROM received.resent_files AS r USING same_name AS s
WHERE r.file_id = s.file_id AND r.earlier_file_id = s.earlier_file_id;

INSERT INTO received.resent_files BY NAME
WITH facts AS (
    SELECT DISTINCT file_id, {fact} AS fact FROM {rows} WHERE file_id IN (SELECT file_id FROM same_name)
),

sizes AS (
    SELECT file_id, count(*) AS facts FROM facts GROUP BY file_id
),

shared AS (
    SELECT s.file_id, s.earlier_file_id, count(*) AS shared
    FROM same_name AS s
    JOIN facts AS n ON n.file_id = s.file_id
    JOIN facts AS e ON e.file_id = s.earlier_file_id AND e.fact = n.fact
    GROUP BY ALL
)

SELECT s.file_id, s.earlier_file_id, coalesce(z.facts, 0) AS facts, coalesce(h.shared, 0) AS shared,
    2 * coalesce(h.shared, 0) >= coalesce(z.facts, 0) AS replaces
FROM same_name AS s
LEFT JOIN sizes AS z ON z.file_id = s.earlier_file_id
LEFT JOIN shared AS h ON h.file_id = s.file_id AND h.earlier_file_id = s.earlier_file_id;
