-- Some of the persons named in the period's rows, whether met before or not; digests make it a fair draw. There are at
-- least as many rows as persons, so that at most about $persons of each department are drawn.
-- Grain: one department and person.
-- Writes: linkage.watched.
-- Reads: files, person_writings.
-- Parameters: $period, $persons.
DELETE FROM linkage.watched;
INSERT INTO linkage.watched
WITH shares AS (
    SELECT source, file_id, $persons / sum(rows_accepted) OVER (PARTITION BY source) AS share
    FROM files WHERE period = $period AND status = 'accepted'
)
SELECT s.source, person_key, count(*)
FROM person_writings JOIN shares AS s USING (file_id)
WHERE person_key / 18446744073709551616.0 < share -- keys are spread evenly below 2^64
GROUP BY ALL
