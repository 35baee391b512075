-- Persons who are linked otherwise than in the last run, and since when each link holds. A person who was compared
-- again with the same result keeps the date of the link; one who was first met in a later period gets that period.
-- Grain: one person.
-- Makes: met_later, moved_persons.
-- Writes: linkage.person_links.
-- Reads: former_links, linkage.person_links, linkage.persons, met_later, windows.
UPDATE linkage.person_links AS p SET since = f.since
FROM former_links AS f
WHERE f.person_key = p.person_key AND p.since > f.since AND p.status = 'linked' AND f.status = 'linked'
    AND f.household_id = p.household_id AND f.member_id IS NOT DISTINCT FROM p.member_id;

CREATE OR REPLACE TEMP TABLE met_later AS
SELECT person_key, met_in FROM linkage.persons WHERE met_in > (SELECT period FROM windows);

UPDATE linkage.person_links AS p SET since = m.met_in
FROM met_later AS m
WHERE m.person_key = p.person_key AND p.since < m.met_in;

CREATE OR REPLACE TEMP TABLE moved_persons AS
SELECT person_key
FROM former_links AS f
JOIN linkage.person_links AS p USING (person_key)
WHERE (f.status, f.household_id, f.member_id, f.stage, f.probability)
    IS DISTINCT FROM (p.status, p.household_id, p.member_id, p.stage, p.probability);
