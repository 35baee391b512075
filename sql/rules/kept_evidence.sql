-- A household that has left the roster has no figures this month: its alert keeps the evidence of the previous
-- published period.
-- Grain: as alert_evidence.
-- Writes: alert_evidence.
-- Reads: alert_evidence, alerts, alerts_before, judged_households.
-- Parameters: $period, $previous.
INSERT INTO alert_evidence
SELECT e.* REPLACE ($period AS period)
FROM alert_evidence AS e
WHERE e.period = $previous
    AND e.household_id IN (SELECT household_id FROM alerts WHERE period = $period)
    AND e.household_id IN (SELECT household_id FROM alerts_before)
    AND e.household_id NOT IN (SELECT household_id FROM judged_households)
ORDER BY e.household_id, e.rule, e.operand, e.file_id, e.row_number, e.source;
