-- What further sources say of one household in one period.
-- Grain: indicator of which something is reported. Inputs: household_indicators; $period, $household_id.
SELECT indicator, value
FROM household_indicators
WHERE period = $period AND household_id = $household_id
ORDER BY indicator;
