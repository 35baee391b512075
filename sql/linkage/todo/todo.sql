-- Persons to compare: new ones, those who share a key with a member who changed, came or left, those whose address names other
-- places than before, and those whom a reviewer has decided on.
-- Grain: one person. Inputs: link_new, linkage.persons, linkage.person_keys, linkage.labels, link_changed_keys,
-- link_read_otherwise.
CREATE OR REPLACE TEMP TABLE link_todo AS
FROM link_new
UNION
SELECT person_key FROM linkage.person_keys SEMI JOIN link_changed_keys USING (key)
UNION
SELECT person_key FROM linkage.labels SEMI JOIN linkage.persons USING (person_key)
UNION
FROM link_read_otherwise
