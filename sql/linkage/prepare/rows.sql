-- Persons to be compared.
-- Grain: one person, by rid.
-- Makes: link_rows.
-- Reads: link_normalised.
CREATE OR REPLACE TEMP TABLE link_rows AS
SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS rid,
    person_key, source, name_id, owner_name_id, surname, kin_sex, kin_generation, kin_own,
    kind, pattern, text, first17, whole_number, last4, birth_date, birth_in_number, birth_trusted, sex, sex_in_number, address,
    name, owner
FROM link_normalised
