-- Persons with the member who has the same complete number and whole name, letter by letter as written, if no other
-- member has that number. Such a person needs no further comparison, unless a reviewer has decided about the person.
-- Grain: one person of link_todo.
-- Makes: link_met.
-- Reads: link_todo, linkage.labels, linkage.members, linkage.persons, linkage.shared_numbers.
CREATE OR REPLACE TEMP TABLE link_met AS
WITH places AS ( -- their places first, so that of all other persons only the key is read
    SELECT rowid AS place FROM linkage.persons SEMI JOIN link_todo USING (person_key)
), asked AS MATERIALIZED (
    SELECT *,
        CASE WHEN person_key NOT IN (SELECT person_key FROM linkage.labels) THEN hash(id_number, name) END AS settled_by
    FROM linkage.persons AS p
    SEMI JOIN places ON places.place = p.rowid
), holders AS (
    SELECT settled_by, hid, mid
    FROM linkage.members SEMI JOIN asked USING (settled_by) ANTI JOIN linkage.shared_numbers USING (first17)
), met AS (
    SELECT p.* EXCLUDE (settled_by), m.hid, m.mid
    FROM asked AS p LEFT JOIN holders AS m USING (settled_by)
)
SELECT person_key, hid, mid,
    CASE WHEN mid IS NULL THEN source END AS source,
    CASE WHEN mid IS NULL THEN name END AS name,
    CASE WHEN mid IS NULL THEN id_number END AS id_number,
    CASE WHEN mid IS NULL THEN birth_date END AS birth_date,
    CASE WHEN mid IS NULL THEN sex END AS sex,
    CASE WHEN mid IS NULL THEN address END AS address
FROM met
