-- Rules that fire under one pack only, among the households treated differently.
-- Grain: side and rule.
-- Reads: compared_households.
WITH alone AS (
    SELECT 'a' AS side, unnest(list_filter(rules_a, lambda rule: NOT list_contains(rules_b, rule))) AS rule
    FROM compared_households WHERE differs
    UNION ALL
    SELECT 'b', unnest(list_filter(rules_b, lambda rule: NOT list_contains(rules_a, rule)))
    FROM compared_households WHERE differs
)

SELECT side, rule, count(*) AS households
FROM alone
GROUP BY ALL
ORDER BY side, households DESC, rule;
