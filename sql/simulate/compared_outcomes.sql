-- How many households change from which outcome to which, including those that stay.
-- Grain: pair of outcomes.
-- Reads: compared_households.
SELECT outcome_a, outcome_b, count(*) AS households, count(*) FILTER (differs) AS differing
FROM compared_households
GROUP BY ALL
ORDER BY ALL;
