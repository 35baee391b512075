-- Removes the links, candidates and keys of persons who are compared again. Persons without a link have none of them.
-- Grain: one person.
-- Writes: former_links, linkage.person_keys, linkage.person_links, linkage.person_reviews.
-- Reads: former_links, link_todo, linkage.person_links.
INSERT INTO former_links FROM linkage.person_links SEMI JOIN link_todo USING (person_key);
DELETE FROM linkage.person_links WHERE person_key IN (SELECT person_key FROM former_links);
DELETE FROM linkage.person_reviews WHERE person_key IN (SELECT person_key FROM former_links);
DELETE FROM linkage.person_keys WHERE person_key IN (SELECT person_key FROM former_links);
