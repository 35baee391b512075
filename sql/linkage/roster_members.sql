-- Members of registered households, as the roster writes them.
-- Grain: one member. Inputs: roster.members.
SELECT household_id, member_id, name, id_number, relation, sex, birth_date
FROM roster.members
ORDER BY household_id, member_id
