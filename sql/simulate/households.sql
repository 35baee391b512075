-- Each household once: what no value changes, and the figures that the rest is judged by.
-- Grain: household of the period. Inputs: household_months; $period.
-- Slots: operand_rows (sql/rules/operand_rows.sql, filled), columns (rules, level conditions and operands).
CREATE OR REPLACE TEMP TABLE sweep_households AS
SELECT CAST(township AS VARCHAR) AS township, household_type, coalesce(members, 0)::INTEGER AS persons, {columns}
FROM ({operand_rows})
