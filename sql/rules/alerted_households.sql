-- Households whose alert is traced to its evidence, numbered in order. For an alert that is cleared or has lost its
-- data, the rules are those of the previous published period. A household that has left the roster has no figures and
-- is left out. The slot is a column "alert:<rule>" for every rule.
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
