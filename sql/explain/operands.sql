-- What each firing rule compared for one household.
-- Grain: rule and operand. Inputs: alert_evidence; $period, $household_id.
SELECT DISTINCT rule, operand, value, unit, line, margin, basis
FROM alert_evidence
WHERE period = $period AND household_id = $household_id
ORDER BY rule, operand;
