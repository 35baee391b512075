-- Every rule in force and its result for one household.
-- Grain: one rule, in the pack's order.
-- Reads: rule_results, rules_in_force.
-- Parameters: $household_id, $period.
SELECT
    f.rule, f.label, f.cites, f.basis,
    coalesce(r.outcome, 'no') AS outcome,
    r.reason
FROM rules_in_force AS f
LEFT JOIN rule_results AS r ON r.period = f.period AND r.rule = f.rule AND r.household_id = $household_id
WHERE f.period = $period
ORDER BY f.ordinal;
