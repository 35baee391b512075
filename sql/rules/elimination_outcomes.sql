-- Monitored households of which the pack's condition of elimination holds, with the figures. Unknown is no yes.
-- Grain: household. Inputs: monitored_types; $period. Slots: operand_rows (sql/rules/operand_rows.sql, filled), and from the
-- pack's elimination.
CREATE OR REPLACE TEMP TABLE risk_over AS
WITH operand_rows AS (
    {operand_rows}
)

SELECT household_id, {says} AS reasons
FROM operand_rows
WHERE household_type IN (SELECT household_type FROM monitored_types) AND {condition}
