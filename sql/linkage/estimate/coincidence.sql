-- How many members a stranger agrees with in two things at once, beyond what chance explains: usually one or none.
-- Members without a number are left out, because the stranger may be that member. Each department's share is shrunk
-- towards that of the others, and theirs towards the declared one: patients are older than pupils and coincide with
-- other members. Strangers who live where no member does are counted apart, because those who live nearby include
-- relatives and neighbours of members, who are not coincidental matches.
-- Grain: one source and level.
-- Writes: linkage.parameters.
-- Reads: link_declared_together (source, level, u), link_frequencies (comparison, value, frequency: in the roster),
--   link_strangers, linkage.members.
-- Parameters: $alike, $period, $pseudo_strangers.
INSERT INTO linkage.parameters
WITH strangers AS (
    SELECT rid, source, owner_name_id AS name_id, birth_in_number AS birth, villages,
        CASE WHEN len(townships) > 0 THEN 'name_birth_elsewhere' WHEN has_address THEN 'name_birth_nowhere' END AS by_place
    FROM link_strangers WHERE owner_name_id IS NOT NULL
), met AS (
    SELECT s.rid,
        count_if(m.birth = s.birth) AS name_birth,
        count_if(list_contains(s.villages, m.village_id) AND m.birth IS DISTINCT FROM s.birth) AS name_village
    FROM strangers AS s JOIN linkage.members AS m USING (name_id)
    WHERE m.first17 IS NOT NULL
    GROUP BY s.rid
), places AS (
    SELECT s.rid, sum(f.frequency ORDER BY f.value) AS village
    FROM (SELECT rid, unnest(villages) AS village_id FROM strangers) AS s
    JOIN link_frequencies AS f ON f.comparison = 'village' AND f.value = hash(s.village_id)
    GROUP BY s.rid
), chances AS (
    SELECT s.rid, s.source, s.by_place, n.frequency * (SELECT count(*) FROM linkage.members) AS namesakes, b.frequency AS birth,
        p.village
    FROM strangers AS s
    LEFT JOIN places AS p USING (rid)
    LEFT JOIN link_frequencies AS n ON n.comparison = 'name' AND n.value = hash(s.name_id)
    LEFT JOIN link_frequencies AS b ON b.comparison = 'birth' AND b.value = hash(s.birth)
), told AS (
    SELECT source, rid, unnest(['name_birth', by_place]) AS level, coalesce(name_birth, 0) AS found, namesakes * birth AS chance
    FROM chances LEFT JOIN met USING (rid)
    UNION ALL
    SELECT source, rid, 'name_village', coalesce(name_village, 0), namesakes * village
    FROM chances LEFT JOIN met USING (rid)
), leveled AS (
    SELECT source, level, count(*) AS strangers,
        greatest(sum(found) - coalesce(sum(chance ORDER BY rid), 0), 0) AS excess
    FROM told WHERE level IS NOT NULL
    GROUP BY source, level
), beside AS ( -- the declared value and the other departments' counts together
    SELECT d.source, d.level, coalesce(sum(o.strangers), 0) + $pseudo_strangers AS seen,
        (coalesce(sum(o.excess ORDER BY o.source), 0) + $pseudo_strangers * any_value(d.u)) / seen AS u
    FROM link_declared_together AS d LEFT JOIN leveled AS o ON o.level = d.level AND o.source <> d.source
    WHERE d.level IN (SELECT level FROM leveled)
    GROUP BY ALL
), weighed AS (
    SELECT *, least(seen, $alike / u) AS weight FROM beside
)
SELECT source, 'together', level, 1,
    (coalesce(l.excess, 0) + b.weight * b.u) / (coalesce(l.strangers, 0) + b.weight),
    0, coalesce(l.strangers, 0), $period
FROM weighed AS b LEFT JOIN leveled AS l USING (source, level)
ORDER BY ALL
