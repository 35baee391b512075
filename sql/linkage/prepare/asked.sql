-- One person as written, even if number and name alone would settle the link.
-- Grain: one person.
-- Makes: link_asked.
-- Reads: linkage.persons.
-- Parameters: $person_key.
CREATE OR REPLACE TEMP TABLE link_asked AS
SELECT person_key, source, name, id_number, birth_date, sex, address
FROM linkage.persons WHERE person_key = $person_key
