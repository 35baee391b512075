-- How many households go from which outcome to which, those that stay included.
-- Grain: pair of outcomes. Inputs: compared_households.
SELECT outcome_a, outcome_b, count(*) AS households, count(*) FILTER (differs) AS differing
FROM compared_households
GROUP BY ALL
ORDER BY ALL;
