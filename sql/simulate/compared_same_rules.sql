-- Households treated differently although the same rules fire: because a level requires more than a rule, or because
-- only the class differs.
-- Grain: one row.
-- Reads: compared_households.
SELECT
    count(*) FILTER (outcome_a <> outcome_b) AS by_level,
    count(*) FILTER (outcome_a = outcome_b) AS by_class
FROM compared_households
WHERE differs AND rules_a = rules_b;
