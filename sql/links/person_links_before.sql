-- What every person was linked to by the last run, as one number.
-- Grain: one person. Inputs: linkage.person_links of the last run.
CREATE OR REPLACE TEMP TABLE person_links_before AS
SELECT person_key, hash(status, household_id, member_id, stage, probability) AS digest FROM linkage.person_links;
