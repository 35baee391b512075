-- Which files of a source were replaced whole by a later one of the same period and name. A file that was also sent
-- under another name, or again after its replacement, is not replaced.
-- Grain: one file whose content counts; replaced_by is NULL for one that was not replaced.
-- Makes: replaced_files.
-- Reads: received.arrivals, received.resent_files.
-- Parameters: $is_snapshot (every file of a roster replaces the one of its name whole), $source.
CREATE OR REPLACE TEMP TABLE replaced_files AS
WITH arrivals AS (
    FROM received.arrivals WHERE source = $source
),

replacements AS (
    SELECT e.arrival, min(n.arrival) AS replaced_by
    FROM arrivals AS e
    JOIN arrivals AS n
        ON n.period = e.period AND n.name = e.name AND n.arrival > e.arrival AND n.file_id <> e.file_id
    LEFT JOIN received.resent_files AS r ON r.file_id = n.file_id AND r.earlier_file_id = e.file_id
    WHERE $is_snapshot OR r.replaces
    GROUP BY e.arrival
)

SELECT a.file_id, CASE WHEN count(*) = count(r.replaced_by) THEN max(r.replaced_by) END AS replaced_by
FROM arrivals AS a
LEFT JOIN replacements AS r USING (arrival)
GROUP BY a.file_id;
