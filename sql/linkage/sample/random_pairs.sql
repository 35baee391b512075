-- $pairs strangers of each department, each beside a member; the same pairs whenever they are drawn. Where a department has
-- fewer they meet several members each, at most ten: more would say nothing new.
-- Grain: one rid and mid. Inputs: link_strangers, linkage.members; $pairs of a department.
INSERT INTO link_sampled_pairs
WITH members AS (
    SELECT mid, row_number() OVER (ORDER BY hash(mid), mid) - 1 AS place
    FROM (SELECT mid FROM linkage.members ORDER BY hash(mid), mid LIMIT $pairs)
), roster AS (
    SELECT count(*) AS members FROM members
), persons AS (
    SELECT rid, source, person_key, count(*) OVER (PARTITION BY source) AS persons FROM link_strangers
    QUALIFY row_number() OVER (PARTITION BY source ORDER BY person_key) <= $pairs
), placed AS (
    SELECT p.rid,
        (p.person_key + unnest(range(least(10, ceil($pairs / p.persons), r.members)::BIGINT))::UBIGINT) % r.members AS place
    FROM persons AS p CROSS JOIN roster AS r
)
SELECT p.rid, m.mid, 'random'
FROM placed AS p JOIN members AS m USING (place)
