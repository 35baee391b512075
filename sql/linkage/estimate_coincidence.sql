-- The share of strangers who agree with a member in two things at once, beyond what chance explains. Strangers are the
-- sampled persons with a complete valid number that the roster lacks; some are members with a wrong card, which errs on
-- the side of caution.
-- Grain: one source and level. Inputs: link_sampled, link_registered, link_left (its villages), link_declared_together
-- (source, level, u), linkage.members, linkage.term_frequencies; $pseudo_strangers, $period.
INSERT INTO linkage.parameters
WITH strangers AS (
    SELECT s.rid, s.owner_name_id AS name_id, s.birth_in_number AS birth, l.villages
    FROM link_sampled AS s JOIN link_left AS l USING (rid)
    WHERE s.first17 IS NOT NULL AND s.kin_generation IS NULL AND s.owner_name_id IS NOT NULL
        AND s.first17 NOT IN (SELECT first17 FROM link_registered)
), met AS (
    SELECT s.rid,
        bool_or(m.birth = s.birth) AS name_birth,
        bool_or(list_contains(s.villages, m.village_id) AND m.birth IS DISTINCT FROM s.birth) AS name_village
    FROM strangers AS s JOIN linkage.members AS m USING (name_id)
    GROUP BY s.rid
), places AS (
    SELECT s.rid, sum(f.frequency ORDER BY f.value) AS village
    FROM (SELECT rid, unnest(villages) AS village_id FROM strangers) AS s
    JOIN linkage.term_frequencies AS f ON f.comparison = 'village' AND f.value = hash(s.village_id)
    GROUP BY s.rid
), chances AS (
    SELECT s.rid, n.frequency * (SELECT count(*) FROM linkage.members) AS namesakes, b.frequency AS birth, p.village
    FROM strangers AS s
    LEFT JOIN places AS p USING (rid)
    LEFT JOIN linkage.term_frequencies AS n ON n.comparison = 'name' AND n.value = hash(s.name_id)
    LEFT JOIN linkage.term_frequencies AS b ON b.comparison = 'birth' AND b.value = hash(s.birth)
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
