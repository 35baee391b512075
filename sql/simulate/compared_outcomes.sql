-- How many households have which outcome under either pack, including those that stay the same.
-- Grain: pair of outcomes.
-- Reads: compared_households.
SELECT outcome_a, outcome_b, count(*) AS households, count(*) FILTER (differs) AS differing
FROM compared_households
GROUP BY ALL
ORDER BY ALL;
