-- Steps whose deadline the policy document counts from the day on which a list is issued.
-- Grain: duty.
-- Reads: duties_in_force.
-- Parameters: $period.
SELECT label, within_working_days, within_months, cites
FROM duties_in_force
WHERE period = $period AND (within_working_days IS NOT NULL OR within_months IS NOT NULL)
ORDER BY ordinal;
