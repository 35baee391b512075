-- Distinct persons of the extracts that were never met before.
-- Grain: one person as written. Inputs: person_writings (view: person_key and the five fields of every row).
INSERT INTO linkage.persons
SELECT person_key, any_value(name), any_value(id_number), any_value(birth_date), any_value(sex), any_value(address)
FROM person_writings
ANTI JOIN linkage.persons USING (person_key)
GROUP BY person_key;
