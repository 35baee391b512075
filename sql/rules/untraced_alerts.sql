-- Alerts whose evidence refers to no file. They have a table of their own: if it is empty, no fact has to be read.
-- Grain: household.
-- Makes: untraced_alerts.
-- Reads: alert_evidence, alerts, judged_households.
-- Parameters: $period.
CREATE OR REPLACE TEMP TABLE untraced_alerts AS
SELECT a.household_id, split_part(a.rules, ',', 1) AS rule, j.members
FROM alerts AS a
JOIN judged_households AS j USING (household_id)
WHERE a.period = $period AND a.household_id NOT IN (
    SELECT household_id FROM alert_evidence WHERE period = $period AND file_id IS NOT NULL
)
