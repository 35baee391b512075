-- Persons to be compared, and the names among them.
-- Grain: one person (link_rows, by rid), one comparable name (link_names). Inputs: link_normalised, link_settled, link_outsiders,
-- link_read, of which only these persons are left.
DELETE FROM link_read WHERE person_key IN (
    SELECT person_key FROM link_settled UNION ALL SELECT person_key FROM link_outsiders
);
CREATE OR REPLACE TEMP TABLE link_waiting AS
SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS rid,
    person_key, source, name_id, owner_name_id, surname, kin_sex, kin_generation, kin_own,
    kind, pattern, text, first17, whole_number, last4, birth_date, birth_in_number, birth_trusted, sex, sex_in_number, address,
    name, owner
FROM link_normalised;
CREATE OR REPLACE TEMP VIEW link_rows AS SELECT * EXCLUDE (name, owner) FROM link_waiting;
CREATE OR REPLACE TEMP TABLE link_names AS
WITH named AS (
    SELECT name_id, name FROM link_waiting WHERE name_id IS NOT NULL
    UNION
    SELECT owner_name_id, owner FROM link_waiting WHERE owner_name_id IS NOT NULL
)
SELECT name_id, name,
    contains(name, '*') OR contains(name, '?') AS masked,
    CAST(length(translate(name, '*?', '')) AS UINTEGER) AS visible,
    CASE WHEN left(name, 1) NOT IN ('*', '?') THEN unicode(name) END AS surname
FROM named;
