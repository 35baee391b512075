-- Distinct persons of the extracts who were never met before. Where several departments write a person that way for
-- the first time together, the first by name is noted as the source.
-- Grain: one person as written.
-- Writes: linkage.persons.
-- Reads: linkage.persons, person_writings (source, file_id, person_key and the five fields of every row).
-- Parameters: $period, $since (the first file that may name anybody new).
INSERT INTO linkage.persons BY NAME
SELECT
    person_key, any_value(name) AS name, any_value(id_number) AS id_number, any_value(birth_date) AS birth_date,
    any_value(sex) AS sex, any_value(address) AS address, min(source) AS source, $period AS met_in
FROM person_writings
ANTI JOIN linkage.persons USING (person_key)
WHERE file_id >= $since
GROUP BY person_key;
