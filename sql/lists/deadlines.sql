-- Steps that the document counts from the day on which a list is issued. Grain: duty. Inputs: duties_in_force; $period.
SELECT label, within_working_days, within_months, cites
FROM duties_in_force
WHERE period = $period AND (within_working_days IS NOT NULL OR within_months IS NOT NULL)
ORDER BY ordinal;
