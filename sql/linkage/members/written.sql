-- Members of changed households as the roster writes them, and heads whom the members' list lacks (member_id NULL).
-- The head's number stands in both lists: the other one helps where the member's is blank.
-- Grain: one member or head. Inputs: roster.members, link_homes, link_heads.
CREATE OR REPLACE TEMP VIEW link_written_members AS
SELECT h.hid, m.member_id, m.name,
    coalesce(nullif(trim(m.id_number), ''), CASE WHEN m.name = h.head_name THEN h.head_id_number END) AS id_number,
    m.relation, m.sex, m.birth_date, h.village_id, h.township_id
FROM roster.members AS m JOIN link_homes AS h USING (household_id)
UNION ALL
SELECT hid, NULL, head_name, head_id_number, head_relation, NULL, NULL, village_id, township_id
FROM link_heads
