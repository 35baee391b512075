-- Figures of further sources about one household in one period.
-- Grain: indicator with a report.
-- Reads: household_indicators.
-- Parameters: $household_id, $period.
SELECT indicator, value
FROM household_indicators
WHERE period = $period AND household_id = $household_id
ORDER BY indicator;
