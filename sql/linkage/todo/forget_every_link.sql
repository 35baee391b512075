-- Removes all links, because they were weighed by other parameters: everybody is compared again with the members as
-- they are.
-- Grain: one person.
-- Writes: former_links, linkage.person_keys, linkage.person_links, linkage.person_reviews.
-- Reads: linkage.person_links.
INSERT INTO former_links FROM linkage.person_links;
DELETE FROM linkage.person_links;
DELETE FROM linkage.person_reviews;
DELETE FROM linkage.person_keys;
