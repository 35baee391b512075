-- How many households have no open alert, but a rule that could not be decided: nobody may call them safe.
-- Grain: one row.
-- Reads: alerts, rule_results.
-- Parameters: $period.
SELECT count(DISTINCT household_id)
FROM rule_results AS r
ANTI JOIN alerts AS a ON a.period = r.period AND a.household_id = r.household_id AND a.state <> 'cleared'
WHERE r.period = $period AND r.outcome = 'unknown';
