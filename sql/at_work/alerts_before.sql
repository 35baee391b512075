-- Alerts of the previous published period that were not cleared, of the households that are worked out.
-- Grain: household.
-- Makes: alerts_before.
-- Reads: alerts.
-- Parameters: $previous (NULL: none).
-- Slots: at_work.
CREATE OR REPLACE TEMP TABLE alerts_before AS
FROM alerts WHERE period = $previous AND state <> 'cleared' AND {at_work};
