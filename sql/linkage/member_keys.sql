-- Blocking keys of members that some row of the residue has too.
-- Grain: one mid and key. Inputs: link_members, link_names, link_row_keys.
CREATE OR REPLACE TEMP TABLE link_member_keys AS
WITH births AS (
    SELECT mid, birth FROM link_members WHERE birth IS NOT NULL
    UNION ALL
    SELECT mid, birth_in_number FROM link_members WHERE birth_in_number IS NOT NULL AND birth_in_number IS DISTINCT FROM birth
), named AS (
    SELECT m.mid, m.name_id, m.last4, m.village_id, n.surname_id
    FROM link_members m LEFT JOIN link_names n USING (name_id)
), keys AS (
    SELECT mid, hash('birth, surname', birth, surname_id) AS key
    FROM births JOIN named USING (mid) WHERE surname_id IS NOT NULL
    UNION ALL
    SELECT mid, hash('last4, surname', last4, surname_id)
    FROM named WHERE last4 IS NOT NULL AND surname_id IS NOT NULL
    UNION ALL
    SELECT mid, hash('birth, last4', birth, last4)
    FROM births JOIN named USING (mid) WHERE last4 IS NOT NULL
    UNION ALL
    SELECT mid, hash('name, village', name_id, village_id)
    FROM named WHERE name_id IS NOT NULL
)
SELECT mid, key FROM keys WHERE key IN (SELECT key FROM link_row_keys)
