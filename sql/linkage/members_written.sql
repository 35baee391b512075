-- Members of changed households as the roster writes them, and heads whom the members' list lacks (member_id NULL).
-- The head's number stands in both lists: the other one helps where the member's is blank.
-- Grain: one member or head. Inputs: roster.members, link_homes.
CREATE OR REPLACE TEMP VIEW link_written AS
WITH listed AS (
    SELECT h.hid, m.member_id, m.name, m.id_number, m.relation, m.sex, m.birth_date, h.village_id, h.township_id,
        h.head_id_number, m.name = h.head_name AS is_head, m.relation = h.head_relation AS is_called_head
    FROM roster.members AS m JOIN link_homes AS h USING (household_id)
), headed AS (
    SELECT hid FROM listed WHERE is_head OR is_called_head
)
SELECT hid, member_id, name,
    coalesce(nullif(trim(id_number), ''), CASE WHEN is_head THEN head_id_number END) AS id_number,
    relation, sex, birth_date, village_id, township_id
FROM listed
UNION ALL
SELECT hid, NULL, head_name, head_id_number, head_relation, NULL, NULL, village_id, township_id
FROM link_homes ANTI JOIN headed USING (hid)
WHERE head_name IS NOT NULL
