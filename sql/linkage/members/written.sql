-- Members of changed households as the roster writes them, and heads missing from the list of members (member_id
-- NULL). The head's number is in both lists: where the member's is blank, the other one is used.
-- Grain: one member or head.
-- Makes: link_written_members.
-- Reads: link_heads, link_homes, roster.members.
CREATE OR REPLACE TEMP VIEW link_written_members AS
SELECT h.hid, m.member_id, m.name,
    coalesce(nullif(trim(m.id_number), ''), CASE WHEN m.name = h.head_name THEN h.head_id_number END) AS id_number,
    m.relation, m.sex, m.birth_date, h.village_id, h.township_id
FROM roster.members AS m JOIN link_homes AS h USING (household_id)
UNION ALL
SELECT hid, NULL, head_name, head_id_number, head_relation, NULL, NULL, village_id, township_id
FROM link_heads
