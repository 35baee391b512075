-- Every rule in force and what it said of one household.
-- Grain: one rule, in the pack's order. Inputs: rules_in_force, rule_results; $period, $household_id.
SELECT
    f.rule, f.label, f.cites, f.basis,
    coalesce(r.outcome, 'no') AS outcome,
    r.reason
FROM rules_in_force AS f
LEFT JOIN rule_results AS r ON r.period = f.period AND r.rule = f.rule AND r.household_id = $household_id
WHERE f.period = $period
ORDER BY f.ordinal;
