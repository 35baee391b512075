-- Whoever is compared again loses the old link, candidates and keys.
-- Grain: one person. Inputs: link_todo.
INSERT INTO former_links FROM linkage.person_links SEMI JOIN link_todo USING (person_key);
DELETE FROM linkage.person_links WHERE person_key IN (SELECT person_key FROM link_todo);
DELETE FROM linkage.person_reviews WHERE person_key IN (SELECT person_key FROM link_todo);
DELETE FROM linkage.person_keys WHERE person_key IN (SELECT person_key FROM link_todo);
