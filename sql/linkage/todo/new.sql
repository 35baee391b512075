-- Persons who have no link yet.
-- Grain: one person. Inputs: linkage.persons, linkage.person_links; $since: only whoever was met in this period or later can be one
-- of them (so that the others are not even read); NULL: everybody can.
CREATE OR REPLACE TEMP TABLE link_new AS
SELECT person_key
FROM linkage.persons
ANTI JOIN linkage.person_links USING (person_key)
WHERE $since IS NULL OR met_in >= $since
