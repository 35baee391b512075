-- Some persons of each department, the same whenever they are drawn: keys are digests, so the smallest are a fair draw.
-- Grain: one person. Inputs: link_population (person_key, source); $most of a department.
CREATE OR REPLACE TEMP TABLE link_drawn AS
SELECT unnest(min(person_key, $most)) AS person_key FROM link_population GROUP BY source
