-- Which files the roster is made of: the same files make the same roster.
-- Grain: table and file. Inputs: roster.households, roster.members.
SELECT DISTINCT 'households' AS source, file_id FROM roster.households
UNION ALL
SELECT DISTINCT 'members', file_id FROM roster.members
ORDER BY ALL;
