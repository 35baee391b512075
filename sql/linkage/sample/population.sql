-- Whom the rows of departments name, and how often. Whom two departments write alike belongs to both: of those whom one of them
-- alone names, fewer or more are registered. Only small keys, which are a fair draw, and of twice as many persons as are drawn:
-- the rows of years need not all be counted.
-- Grain: one department and person. Inputs: person_rows, linkage.persons; $sources, $most of a department.
WITH shares AS (
    SELECT source, 2 * $most / count(*) AS share FROM linkage.persons WHERE list_contains($sources, source) GROUP BY source
)
SELECT r.source, r.person_key, count(*) AS row_count
FROM person_rows AS r JOIN shares AS s USING (source)
WHERE r.person_key / 18446744073709551616.0 <= s.share -- keys are spread evenly below 2^64
GROUP BY ALL
