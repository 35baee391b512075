-- Persons whom no row names any more are removed with their links. Those on whom a reviewer has decided stay.
-- Grain: one person.
-- Makes: forgotten_persons.
-- Writes: linkage.person_keys, linkage.person_links, linkage.person_reviews, linkage.persons.
-- Drops: forgotten_persons.
-- Reads: forgotten_persons, linkage.labels, linkage.persons.
-- Slots: rows (person_key of every row that is kept).
CREATE OR REPLACE TEMP TABLE forgotten_persons AS
SELECT person_key
FROM linkage.persons
ANTI JOIN ({rows}) USING (person_key)
ANTI JOIN linkage.labels USING (person_key);

DELETE FROM linkage.persons WHERE person_key IN (FROM forgotten_persons);
DELETE FROM linkage.person_links WHERE person_key IN (FROM forgotten_persons);
DELETE FROM linkage.person_reviews WHERE person_key IN (FROM forgotten_persons);
DELETE FROM linkage.person_keys WHERE person_key IN (FROM forgotten_persons);
DROP TABLE forgotten_persons;
