-- How many persons are known to have been met before a period.
-- Grain: one row.
-- Reads: linkage.persons.
-- Parameters: $period.
SELECT count(*) FROM linkage.persons WHERE (met_in >= $period) IS NOT TRUE
