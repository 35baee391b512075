-- All rules over the households that are worked out, in one pass. Households are kept if a rule fires or is unknown, or
-- if they had an alert in the previous published period. A column "rule:<name>" is TRUE where the rule fires, NULL
-- where it cannot be decided. The slots are filled from the pack.
-- Grain: household.
-- Makes: judged_households.
-- Reads: alerts_before.
-- Slots: any_outcome, at_work, operand_rows (sql/rules/operand_rows.sql, filled), outcomes.
CREATE OR REPLACE TEMP TABLE judged_households AS
WITH operand_rows AS (
    {operand_rows}
)

SELECT *, {outcomes}
FROM operand_rows
WHERE {at_work}
    AND (({any_outcome}) IS DISTINCT FROM FALSE OR household_id IN (SELECT household_id FROM alerts_before))
