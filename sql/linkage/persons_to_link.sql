-- Persons of the extracts that are to be linked.
-- Grain: one distinct person as written. Inputs: linkage.persons, linkage.person_links; $only_new leaves out the linked.
SELECT person_key, name, id_number, birth_date, sex, address
FROM linkage.persons
WHERE NOT $only_new OR person_key NOT IN (SELECT person_key FROM linkage.person_links)
ORDER BY person_key
