-- Whoever is compared again loses the old link, candidates and keys; who had no link has none of them.
-- Grain: one person. Inputs: link_todo, former_links.
INSERT INTO former_links FROM linkage.person_links SEMI JOIN link_todo USING (person_key);
DELETE FROM linkage.person_links WHERE person_key IN (SELECT person_key FROM former_links);
DELETE FROM linkage.person_reviews WHERE person_key IN (SELECT person_key FROM former_links);
DELETE FROM linkage.person_keys WHERE person_key IN (SELECT person_key FROM former_links);
