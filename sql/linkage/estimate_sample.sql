-- Some persons of each department, the same whenever they are drawn: keys are digests, so the smallest are a fair draw.
-- Grain: one person, by rid. Inputs: link_population (person_key, source); $most of a department.
CREATE OR REPLACE TEMP TABLE link_drawn AS
SELECT person_key, CAST(row_number() OVER (ORDER BY person_key) - 1 AS INTEGER) AS rid
FROM (SELECT unnest(min(person_key, $most)) AS person_key FROM link_population GROUP BY source)
