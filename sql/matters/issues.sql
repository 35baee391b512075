-- When and why a household was asked, up to $period.
-- Grain: period.
-- Reads: lists_issued.
-- Parameters: $household_id, $period (NULL: all).
SELECT * FROM lists_issued
WHERE household_id = $household_id AND ($period IS NULL OR period <= $period)
ORDER BY period;
