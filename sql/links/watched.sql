-- Some persons whom the period's rows name, met before or not: as fair a draw as digests are. Rows are as many as persons or
-- more, so that at most some $persons of each department come.
-- Grain: one department and person. Inputs: person_writings (view), files; $period, $persons.
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
