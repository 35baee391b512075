-- Blocking keys of the residue. Surname and name are those of the number's owner (王小花 of 王小花之子); a birth date
-- column beside such a name may be anyone's and is not used.
-- Grain: one rid and key. Inputs: link_residue, link_names, link_row_places.
CREATE OR REPLACE TEMP TABLE link_row_keys AS
WITH births AS (
    SELECT rid, birth_in_number AS birth FROM link_residue WHERE birth_in_number IS NOT NULL
    UNION
    SELECT rid, birth_date FROM link_residue WHERE birth_date IS NOT NULL AND kin_generation IS NULL
), named AS (
    SELECT r.rid, r.owner_name_id, r.last4, n.surname_id
    FROM link_residue r LEFT JOIN link_names n ON n.name_id = r.owner_name_id
)
SELECT rid, hash('birth, surname', birth, surname_id) AS key
FROM births JOIN named USING (rid) WHERE surname_id IS NOT NULL
UNION ALL
SELECT rid, hash('last4, surname', last4, surname_id)
FROM named WHERE last4 IS NOT NULL AND surname_id IS NOT NULL
UNION ALL
SELECT rid, hash('birth, last4', birth, last4)
FROM births JOIN named USING (rid) WHERE last4 IS NOT NULL
UNION ALL
SELECT rid, hash('name, village', owner_name_id, village_id)
FROM named JOIN link_row_places USING (rid) WHERE owner_name_id IS NOT NULL AND village_id IS NOT NULL
