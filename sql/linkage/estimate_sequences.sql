-- How often two people of one area and day share the first digit of the sequence in their numbers: counted in the roster, shrunk
-- towards what is declared. One county gives the numbers of a day one after the other, another by police stations.
-- Grain: one source. Inputs: link_declared (source, comparison, level, m, u), linkage.members (first17); $pseudo_pairs, $period.
INSERT INTO linkage.parameters
WITH sequences AS (
    SELECT first17 // 1000 AS day, count(*) AS people FROM linkage.members WHERE first17 IS NOT NULL
    GROUP BY day, first17 // 100 % 10
), days AS (
    SELECT sum(people) AS people, sum(people * (people - 1)) AS alike FROM sequences GROUP BY day
), counted AS (
    SELECT coalesce(sum(alike), 0) // 2 AS alike, coalesce(sum(people * (people - 1)), 0) // 2 AS pairs FROM days
)
SELECT source, comparison, level, m, (alike + $pseudo_pairs * u) / (pairs + $pseudo_pairs), 0, pairs, $period
FROM link_declared CROSS JOIN counted
WHERE comparison = 'number' AND level = 'ends_first'
ORDER BY source
