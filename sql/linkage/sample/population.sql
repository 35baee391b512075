-- The persons named in the rows of departments, and how often. A person whom two departments write alike belongs to
-- both, because the persons whom only one department names are registered more rarely, or more often. Only small keys
-- are taken, which is a fair draw, for twice as many persons as are drawn: the rows of several years need not all be
-- counted.
-- Grain: one department and person.
-- Reads: linkage.persons, person_rows.
-- Parameters: $most (drawn of each department), $sources.
WITH shares AS (
    SELECT source, 2 * $most / count(*) AS share FROM linkage.persons WHERE list_contains($sources, source) GROUP BY source
)
SELECT r.source, r.person_key, count(*) AS row_count
FROM person_rows AS r JOIN shares AS s USING (source)
WHERE r.person_key / 18446744073709551616.0 <= s.share -- keys are spread evenly below 2^64
GROUP BY ALL
