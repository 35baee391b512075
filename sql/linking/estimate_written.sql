-- Sampled persons as departments write them.
-- Grain: one person. Inputs: linkage.persons, link_drawn.
CREATE OR REPLACE TEMP VIEW link_written AS
SELECT person_key, source, name, id_number, birth_date, sex, address
FROM linkage.persons SEMI JOIN link_drawn USING (person_key)
