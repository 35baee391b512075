-- Every operand behind every alert, and the source rows that it is made of.
-- Grain: household, rule, operand and source row; one row without file for an operand without source rows.
-- Inputs: operand_values, operand_sources, operand_rows, month_facts; $period.
INSERT INTO alert_evidence BY NAME
WITH wanted AS (
    SELECT DISTINCT v.household_id, v.operand, s.measure, s.in_window
    FROM operand_values AS v
    JOIN operand_rows AS o USING (household_id)
    JOIN operand_sources AS s
        ON s.operand = v.operand AND coalesce(s.prev_basis = o.income_prev_basis, s.prev_basis IS NULL)
),

behind AS (
    SELECT w.household_id, w.operand, f.source, f.file_id, f.row_number, f.stage, f.probability, f.amount
    FROM month_facts AS f
    JOIN wanted AS w
        ON w.household_id = f.household_id AND w.measure = f.measure AND coalesce(w.in_window, f.in_window) = f.in_window
)

SELECT
    $period AS period, v.household_id, v.rule, v.operand, v.value, v.unit, v.line, v.value - v.line AS margin, v.basis,
    b.source, b.file_id, b.row_number, b.stage, b.probability, b.amount
FROM operand_values AS v
LEFT JOIN behind AS b USING (household_id, operand)
ORDER BY v.household_id, v.rule, v.operand, b.file_id, b.row_number, b.source;
