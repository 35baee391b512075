-- How many alerts were cleared in one period.
-- Grain: one row. Inputs: alerts; $period.
SELECT count(*) FROM alerts WHERE period = $period AND state = 'cleared';
