-- Every operand of every rule beside its line, for one household, whether the rule fires or not. The slots are filled
-- from the pack's rules and operands.yaml, the lists in one order.
-- Grain: one row: lists of one entry an operand shown.
-- Parameters: $household_id.
-- Slots: fires, lines, operand_rows (sql/rules/operand_rows.sql, filled), operand_values.
WITH operand_row AS MATERIALIZED (
    SELECT * FROM ({operand_rows}) WHERE household_id = $household_id
)

SELECT [{operand_values}] AS operand_values, [{lines}] AS lines, [{fires}] AS fires FROM operand_row
