-- Rules that could not be decided for at least one household.
-- Grain: one rule.
-- Reads: rule_results.
-- Parameters: $period.
SELECT DISTINCT rule FROM rule_results WHERE period = $period AND outcome = 'unknown' ORDER BY rule;
