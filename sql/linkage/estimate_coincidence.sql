-- The share of strangers who agree with a member in two things at once, beyond what chance explains.
-- Grain: one source and level. Inputs: link_strangers, link_declared_together (source, level, u), linkage.members,
-- link_frequencies (comparison, value, frequency: in the roster); $pseudo_strangers, $period.
INSERT INTO linkage.parameters
WITH strangers AS (
    SELECT rid, owner_name_id AS name_id, birth_in_number AS birth, villages FROM link_strangers WHERE owner_name_id IS NOT NULL
), met AS (
    SELECT s.rid,
        bool_or(m.birth = s.birth) AS name_birth,
        bool_or(list_contains(s.villages, m.village_id) AND m.birth IS DISTINCT FROM s.birth) AS name_village
    FROM strangers AS s JOIN linkage.members AS m USING (name_id)
    GROUP BY s.rid
), places AS (
    SELECT s.rid, sum(f.frequency ORDER BY f.value) AS village
    FROM (SELECT rid, unnest(villages) AS village_id FROM strangers) AS s
    JOIN link_frequencies AS f ON f.comparison = 'village' AND f.value = hash(s.village_id)
    GROUP BY s.rid
), chances AS (
    SELECT s.rid, n.frequency * (SELECT count(*) FROM linkage.members) AS namesakes, b.frequency AS birth, p.village
    FROM strangers AS s
    LEFT JOIN places AS p USING (rid)
    LEFT JOIN link_frequencies AS n ON n.comparison = 'name' AND n.value = hash(s.name_id)
    LEFT JOIN link_frequencies AS b ON b.comparison = 'birth' AND b.value = hash(s.birth)
), counted AS (
    SELECT 'name_birth' AS level, count(*) FILTER (met.name_birth) - coalesce(sum(c.namesakes * c.birth ORDER BY c.rid), 0) AS excess
    FROM chances AS c LEFT JOIN met USING (rid)
    UNION ALL
    SELECT 'name_village', count(*) FILTER (met.name_village) - coalesce(sum(c.namesakes * c.village ORDER BY c.rid), 0)
    FROM chances AS c LEFT JOIN met USING (rid)
), drawn AS (
    SELECT count(*) AS strangers FROM strangers
)
SELECT d.source, 'together', c.level, 1,
    (greatest(c.excess, 0) + $pseudo_strangers * d.u) / (strangers + $pseudo_strangers), 0, strangers, $period
FROM link_declared_together AS d JOIN counted AS c USING (level) CROSS JOIN drawn
ORDER BY ALL
