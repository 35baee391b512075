-- Persons to compare: new ones, those who share a key with a member who changed, came or left, those whose address now
-- names other places, and those about whom a reviewer has decided.
-- Grain: one person.
-- Makes: link_todo.
-- Reads: link_changed_keys, link_new, link_read_otherwise, linkage.labels, linkage.person_keys, linkage.persons.
CREATE OR REPLACE TEMP TABLE link_todo AS
FROM link_new
UNION
SELECT person_key FROM linkage.person_keys SEMI JOIN link_changed_keys USING (key)
UNION
SELECT person_key FROM linkage.labels SEMI JOIN linkage.persons USING (person_key)
UNION
FROM link_read_otherwise
