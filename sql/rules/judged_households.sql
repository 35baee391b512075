-- All rules over all households in one pass; who is kept has a rule that fires or is unknown, or an alert of the month before.
-- Grain: household. Inputs: operand_rows (a SELECT), alerts; $period, $previous (NULL: none).
-- Slots: from the pack. A column "rule:<name>" is TRUE where it fires, NULL where it cannot be decided.
CREATE OR REPLACE TEMP TABLE judged_households AS
WITH operand_rows AS (
    {operand_rows}
)

SELECT *, {outcomes}
FROM operand_rows
WHERE ({any_outcome}) IS DISTINCT FROM FALSE
    OR household_id IN (SELECT household_id FROM alerts WHERE period = $previous AND state <> 'cleared')
