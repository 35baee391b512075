-- How many alerts were cleared in one period.
-- Grain: one row.
-- Reads: alerts.
-- Parameters: $period.
SELECT count(*) FROM alerts WHERE period = $period AND state = 'cleared';
