-- One household's indicators as the conditions use them.
-- Grain: one row.
-- Makes: operand_row.
-- Parameters: $household_id.
-- Slots: operand_rows (sql/rules/operand_rows.sql, filled).
CREATE OR REPLACE TEMP TABLE operand_row AS
SELECT * FROM ({operand_rows}) WHERE household_id = $household_id
