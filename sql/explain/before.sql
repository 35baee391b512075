-- The household in the previous published period, if it was in the roster then.
-- Grain: one row, or none.
-- Reads: alerts, household_months.
-- Parameters: $household_id, $period.
SELECT m.*, a.level, a.state, a.rules
FROM household_months AS m
LEFT JOIN alerts AS a USING (period, household_id)
WHERE m.household_id = $household_id
    AND m.period = (SELECT max(period) FROM household_months WHERE period < $period);
