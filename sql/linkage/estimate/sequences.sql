-- How often a stranger and a member of one area and birthday share the first digit of the sequence in their numbers:
-- counted in the sample and shrunk towards the declared value. Some counties issue the numbers of a day in order,
-- others by police station; members resemble each other more than strangers where they were registered together.
-- Grain: one source.
-- Writes: linkage.parameters.
-- Reads: link_declared_levels (source, comparison, level, m, u), link_sampled (rid, first17), link_strangers (rid),
--   linkage.members (first17).
-- Parameters: $period, $pseudo_pairs.
INSERT INTO linkage.parameters
WITH members AS (
    SELECT first17 // 1000 AS day, first17 // 100 % 10 AS digit, count(*) AS people
    FROM linkage.members WHERE first17 IS NOT NULL
    GROUP BY ALL
), strangers AS (
    SELECT first17 // 1000 AS day, first17 // 100 % 10 AS digit FROM link_sampled SEMI JOIN link_strangers USING (rid)
), counted AS (
    SELECT coalesce(sum(people) FILTER (m.digit = s.digit), 0) AS alike, coalesce(sum(people), 0) AS pairs
    FROM strangers AS s JOIN members AS m USING (day)
)
SELECT source, comparison, level, m, (alike + $pseudo_pairs * u) / (pairs + $pseudo_pairs), 0, pairs, $period
FROM link_declared_levels CROSS JOIN counted
WHERE comparison = 'number' AND level = 'ends_first'
ORDER BY source
