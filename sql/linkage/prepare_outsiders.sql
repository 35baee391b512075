-- Persons with a complete number that no member has and whom no member without a complete number can be: none of these has the
-- name, or surname and birth date, or surname and last four places, or birth date and last four places.
-- A hidden surname, or no name, excludes nobody.
-- Grain: one person. Inputs: link_normalised, linkage.members.
CREATE OR REPLACE TEMP TABLE link_outsiders AS
WITH numberless AS (
    SELECT name_id, surname, last4, birth FROM linkage.members WHERE first17 IS NULL
    UNION ALL
    SELECT NULL, surname, last4, birth_in_number FROM linkage.members WHERE first17 IS NULL AND birth_in_number <> birth
), keys AS (
    SELECT hash('name', name_id) AS key FROM numberless WHERE name_id IS NOT NULL
    UNION ALL
    SELECT hash('surname, birth', surname, birth) FROM numberless WHERE surname IS NOT NULL AND birth IS NOT NULL
    UNION ALL
    SELECT hash('surname, last4', surname, last4) FROM numberless WHERE surname IS NOT NULL AND last4 IS NOT NULL
    UNION ALL
    SELECT hash('birth, last4', birth, last4) FROM numberless WHERE birth IS NOT NULL AND last4 IS NOT NULL
), foreigners AS (
    SELECT person_key, first17, owner_name_id, surname, birth_date, birth_in_number, last4 FROM link_normalised
    WHERE surname IS NOT NULL
        AND first17 NOT IN (SELECT first17 FROM linkage.members WHERE first17 IS NOT NULL)
), blocked AS (
    SELECT person_key, hash('name', owner_name_id) AS key FROM foreigners
    UNION ALL
    SELECT person_key, hash('surname, birth', surname, birth_in_number) FROM foreigners
    UNION ALL
    SELECT person_key, hash('surname, birth', surname, birth_date) FROM foreigners WHERE birth_date <> birth_in_number
    UNION ALL
    SELECT person_key, hash('surname, last4', surname, last4) FROM foreigners
    UNION ALL
    SELECT person_key, hash('birth, last4', birth_in_number, last4) FROM foreigners
    UNION ALL
    SELECT person_key, hash('birth, last4', birth_date, last4) FROM foreigners WHERE birth_date <> birth_in_number
)
SELECT person_key, first17
FROM foreigners
ANTI JOIN (FROM blocked SEMI JOIN keys USING (key)) USING (person_key)
