-- Pairs that are one person beyond reasonable doubt: one complete valid number, held by one member only. What is written
-- beside 王小花之子 is another's.
-- Grain: one rid. Inputs: link_sampled, linkage.members.
CREATE OR REPLACE TEMP TABLE link_sampled_pairs AS
SELECT s.rid, any_value(m.mid) AS mid, TRUE AS known
FROM link_sampled AS s JOIN linkage.members AS m ON m.first17 = s.first17
WHERE s.kin_generation IS NULL
GROUP BY s.rid
HAVING count(*) = 1
