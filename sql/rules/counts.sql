-- The results of the rules, for the log and the report of the run.
-- Grain: one figure.
-- Reads: alerts, rule_results.
-- Parameters: $period.
SELECT outcome AS name, count(*) AS figure FROM rule_results WHERE period = $period GROUP BY outcome
UNION ALL
SELECT level, count(*) FROM alerts WHERE period = $period AND state <> 'cleared' GROUP BY level
UNION ALL
SELECT state, count(*) FROM alerts WHERE period = $period GROUP BY state
ORDER BY name;
