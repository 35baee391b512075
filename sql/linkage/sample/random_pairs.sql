-- $pairs strangers of each department, each paired with a member; the same pairs every time. Where a department has
-- fewer strangers, each is paired with several members, at most ten: more would add nothing.
-- Grain: one rid and mid.
-- Writes: link_sampled_pairs.
-- Reads: link_strangers, linkage.members.
-- Parameters: $pairs (of each department).
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
