-- Monitored households that meet the pack's condition of elimination, with the figures; an unknown condition is not
-- met. The slots are filled from the pack's elimination.
-- Grain: household.
-- Makes: risk_over.
-- Reads: built.ledger_types, monitored_types.
-- Parameters: $period.
-- Slots: condition, operand_rows (sql/rules/operand_rows.sql, filled), says.
CREATE OR REPLACE TEMP TABLE risk_over AS
WITH operand_rows AS (
    {operand_rows}
),

counted AS ( -- as what the ledger says, where it knows more than the roster
    SELECT row.* EXCLUDE (household_type), coalesce(known.household_type, row.household_type) AS household_type
    FROM operand_rows AS row
    LEFT JOIN built.ledger_types AS known ON known.period = $period AND row.household_id = known.household_id
)

SELECT household_id, household_type, {says} AS reasons
FROM counted
WHERE household_type IN (SELECT household_type FROM monitored_types) AND {condition}
