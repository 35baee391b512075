-- How often each rule in force fired or stayed unknown.
-- Grain: rule.
-- Reads: rule_results, rules_in_force, words.
-- Parameters: $period.
SELECT
    rule.ordinal,
    rule.label,
    rule.rule,
    coalesce(basis.label, rule.basis) AS basis,
    rule.cites,
    count(*) FILTER (result.outcome = 'fires') AS fires,
    count(*) FILTER (result.outcome = 'unknown') AS unknown
FROM rules_in_force AS rule
LEFT JOIN rule_results AS result USING (period, pack, rule)
LEFT JOIN words AS basis ON basis.period = $period AND basis.kind = 'basis' AND rule.basis = basis.word
WHERE rule.period = $period
GROUP BY ALL
ORDER BY rule.ordinal;
