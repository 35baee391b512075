-- One household's indicators as conditions see them. Grain: one row. Inputs: household_months; $period, $household_id.
-- Slot: operand_rows (sql/rules/operand_rows.sql, filled).
CREATE OR REPLACE TEMP TABLE operand_row AS
SELECT * FROM ({operand_rows}) WHERE household_id = $household_id
