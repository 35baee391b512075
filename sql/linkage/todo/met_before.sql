-- How many persons were met before a period, as far as is known.
-- Grain: one row. Inputs: linkage.persons; $period.
SELECT count(*) FROM linkage.persons WHERE (met_in >= $period) IS NOT TRUE
