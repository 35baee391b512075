-- What the rules found, for the log and the receipt of the run.
-- Grain: one figure. Inputs: alerts, rule_results; $period.
SELECT outcome AS name, count(*) AS figure FROM rule_results WHERE period = $period GROUP BY outcome
UNION ALL
SELECT level, count(*) FROM alerts WHERE period = $period AND state <> 'cleared' GROUP BY level
UNION ALL
SELECT state, count(*) FROM alerts WHERE period = $period GROUP BY state
ORDER BY name;
