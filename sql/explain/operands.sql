-- What each firing rule compared for one household.
-- Grain: rule and operand.
-- Reads: alert_evidence.
-- Parameters: $household_id, $period.
SELECT DISTINCT rule, operand, value, unit, line, margin, basis
FROM alert_evidence
WHERE period = $period AND household_id = $household_id
ORDER BY rule, operand;
