-- How often each rule in force fired or stayed unknown.
-- Grain: rule.
-- Reads: rule_results, rules_in_force.
-- Parameters: $period.
SELECT
    rule.ordinal,
    rule.label,
    rule.rule,
    rule.basis,
    rule.cites,
    count(*) FILTER (result.outcome = 'fires') AS fires,
    count(*) FILTER (result.outcome = 'unknown') AS unknown
FROM rules_in_force AS rule
LEFT JOIN rule_results AS result USING (period, pack, rule)
WHERE rule.period = $period
GROUP BY ALL
ORDER BY rule.ordinal;
