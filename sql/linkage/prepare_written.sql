-- Persons who need a closer look, as departments write them.
-- Grain: one person. Inputs: linkage.persons, link_todo, link_settled.
CREATE OR REPLACE TEMP VIEW link_written AS
SELECT person_key, source, name, id_number, birth_date, sex, address
FROM linkage.persons
SEMI JOIN link_todo USING (person_key)
ANTI JOIN link_settled USING (person_key)
