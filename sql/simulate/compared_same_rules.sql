-- Households treated differently although the same rules fire: by what a level asks beside a rule, or by class alone.
-- Grain: one row. Inputs: compared_households.
SELECT
    count(*) FILTER (outcome_a <> outcome_b) AS by_level,
    count(*) FILTER (outcome_a = outcome_b) AS by_class
FROM compared_households
WHERE differs AND rules_a = rules_b;
