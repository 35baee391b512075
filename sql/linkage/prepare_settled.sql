-- Persons whose complete number and whole name, letter by letter as written, are those of the one member with that number.
-- Grain: one person of link_todo. Inputs: linkage.persons, linkage.members, link_todo, link_shared_numbers.
CREATE OR REPLACE TEMP TABLE link_settled AS
SELECT p.person_key, m.hid, m.mid
FROM linkage.persons AS p
SEMI JOIN link_todo USING (person_key)
JOIN linkage.members AS m ON m.text = p.id_number AND m.name = p.name
ANTI JOIN link_shared_numbers AS s ON s.first17 = m.first17
WHERE m.first17 IS NOT NULL AND m.whole_name
