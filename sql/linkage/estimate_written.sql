-- Sampled persons as departments write them.
-- Grain: one rid. Inputs: linkage.persons, link_drawn.
CREATE OR REPLACE TEMP VIEW link_written AS
SELECT rid, person_key, source, name, id_number, birth_date, sex, address
FROM linkage.persons JOIN link_drawn USING (person_key)
