-- One person as written, whatever number and name alone would settle.
-- Grain: one person. Inputs: linkage.persons; $person_key.
CREATE OR REPLACE TEMP TABLE link_asked AS
SELECT person_key, source, name, id_number, birth_date, sex, address
FROM linkage.persons WHERE person_key = $person_key
