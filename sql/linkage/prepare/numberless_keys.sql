-- Keys by which a member without a complete number could turn out to be somebody whose number is not in the roster.
-- Grain: one key of a member.
-- Makes: link_numberless_keys.
-- Reads: $members.
-- Parameters: $members (with the columns of linkage.members).
CREATE OR REPLACE TEMP TABLE link_numberless_keys AS
WITH numberless AS (
    SELECT name_id, surname, last4, birth, birth_in_number FROM query_table($members) WHERE first17 IS NULL
), seen AS (
    SELECT name_id, surname, last4, birth FROM numberless
    UNION ALL
    SELECT NULL, surname, last4, birth_in_number FROM numberless WHERE birth_in_number <> birth
)
SELECT hash('name', name_id) AS key FROM seen WHERE name_id IS NOT NULL
UNION ALL
SELECT hash('surname, birth', surname, birth) FROM seen WHERE surname IS NOT NULL AND birth IS NOT NULL
UNION ALL
SELECT hash('surname, last4', surname, last4) FROM seen WHERE surname IS NOT NULL AND last4 IS NOT NULL
UNION ALL
SELECT hash('birth, last4', birth, last4) FROM seen WHERE birth IS NOT NULL AND last4 IS NOT NULL
