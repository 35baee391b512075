-- Measures for a household.
-- Grain: measure.
-- Reads: measures.
-- Parameters: $household_id.
SELECT * FROM measures WHERE household_id = $household_id ORDER BY episode, measure, measure_key;
