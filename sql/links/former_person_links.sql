-- Links of persons in the last run.
-- Grain: one person.
-- Makes: former_person_links.
-- Reads: former_links, linkage.person_links.
CREATE OR REPLACE TEMP VIEW former_person_links AS
FROM former_links UNION ALL FROM linkage.person_links ANTI JOIN former_links USING (person_key);
