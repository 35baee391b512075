-- The households of a period, reduced to what no value changes and the figures on which the rest depends. The slots
-- are filled from the pack: rules, level conditions and operands as columns.
-- Grain: household of the period.
-- Makes: sweep_households.
-- Slots: columns, operand_rows (sql/rules/operand_rows.sql, filled).
CREATE OR REPLACE TEMP TABLE sweep_households AS
SELECT CAST(township AS VARCHAR) AS township, household_type, coalesce(members, 0)::INTEGER AS persons, {columns}
FROM ({operand_rows})
