-- Monitored households that meet the pack's condition of elimination, with the figures; an unknown condition is not
-- met. The slots are filled from the pack's elimination.
-- Grain: household.
-- Makes: risk_over.
-- Reads: monitored_types.
-- Slots: condition, operand_rows (sql/rules/operand_rows.sql, filled), says.
CREATE OR REPLACE TEMP TABLE risk_over AS
WITH operand_rows AS (
    {operand_rows}
)

SELECT household_id, {says} AS reasons
FROM operand_rows
WHERE household_type IN (SELECT household_type FROM monitored_types) AND {condition}
