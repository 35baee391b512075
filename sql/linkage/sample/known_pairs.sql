-- Pairs that are one person beyond reasonable doubt, by kind of proof. number: one complete valid number, held by one
-- member only. place: a row without a complete number has the birth date and village of one member only; the name
-- plays no part, so that names can be counted in these pairs. Rows such as 王小花之子 are left out: their fields describe
-- somebody else.
-- Grain: one rid.
-- Makes: link_sampled_pairs.
-- Reads: link_left (its villages), link_sampled, linkage.members.
CREATE OR REPLACE TEMP TABLE link_sampled_pairs AS
SELECT s.rid, any_value(m.mid) AS mid, 'number' AS kind
FROM link_sampled AS s JOIN linkage.members AS m ON m.first17 = s.first17
WHERE s.kin_generation IS NULL
GROUP BY s.rid
HAVING count(*) = 1
UNION ALL
SELECT l.rid, any_value(m.mid), 'place'
FROM (
    SELECT rid, birth_date AS birth, unnest(villages) AS village_id
    FROM link_left WHERE NOT whole_number AND kin_generation IS NULL
) AS l
JOIN linkage.members AS m USING (birth, village_id)
GROUP BY l.rid
HAVING count(*) = 1
