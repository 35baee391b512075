-- Members of registered households, as the roster writes them, and heads whom the members' list lacks.
-- The head's number stands in both lists: the other one helps where the member's is blank.
-- Grain: one member, or one head without a member row (member_id NULL). Inputs: roster.members, roster.households.
WITH heads AS (
    SELECT household_id, head_name, head_id_number FROM roster.households WHERE head_name IS NOT NULL
)
SELECT m.household_id, m.member_id, m.name, coalesce(nullif(trim(m.id_number), ''), h.head_id_number) AS id_number,
    m.relation, m.sex, m.birth_date
FROM roster.members m
LEFT JOIN heads h ON h.household_id = m.household_id AND h.head_name = m.name
UNION ALL
SELECT h.household_id, NULL, h.head_name, h.head_id_number, '户主', NULL, NULL
FROM heads h
WHERE NOT EXISTS (
    FROM roster.members m
    WHERE m.household_id = h.household_id AND (m.name = h.head_name OR m.relation = '户主')
)
ORDER BY ALL
