-- Links weighed by other parameters: everybody is compared again, against the members as they are.
INSERT INTO former_links FROM linkage.person_links;
DELETE FROM linkage.person_links;
DELETE FROM linkage.person_reviews;
DELETE FROM linkage.person_keys;
