-- Households whose alert is to be traced, numbered in order; for one that is cleared or lost its data, the rules of
-- the month before. A household that has left the roster has no figures and is left out. The slot is a column
-- "alert:<rule>" for every rule.
-- Grain: household.
-- Makes: alerted_households.
-- Reads: alerts, judged_households.
-- Parameters: $period.
-- Slots: alerted.
CREATE OR REPLACE TEMP TABLE alerted_households AS
SELECT j.*, CAST(row_number() OVER (ORDER BY household_id) AS INTEGER) AS place, {alerted}
FROM judged_households AS j
JOIN (
    SELECT household_id, string_split(rules, ',') AS alerted FROM alerts WHERE period = $period
) AS a USING (household_id)
