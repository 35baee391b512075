-- Rules behind each alert of the period; for one that is cleared or lost its data, the rules of the month before.
-- Grain: household and rule. Inputs: alerts; $period.
CREATE OR REPLACE TEMP TABLE alerted_rules AS
SELECT household_id, unnest(string_split(rules, ',')) AS rule
FROM alerts
WHERE period = $period;
