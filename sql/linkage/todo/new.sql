-- Persons who have no link yet.
-- Grain: one person.
-- Makes: link_new.
-- Reads: linkage.person_links, linkage.persons.
-- Parameters: $since (only persons met in this period or later can be new, so that the others are not even read; NULL:
--   everybody can).
CREATE OR REPLACE TEMP TABLE link_new AS
SELECT person_key
FROM linkage.persons
ANTI JOIN linkage.person_links USING (person_key)
WHERE $since IS NULL OR met_in >= $since
