-- Every operand of every alert, and the source rows that it is made of.
-- Grain: household, rule, operand and source row; one row without file for an operand without source rows.
-- Writes: alert_evidence.
-- Reads: alerted_households, fact_details, month_facts, operand_sources, operand_values.
-- Parameters: $period.
INSERT INTO alert_evidence BY NAME
WITH near AS (
    SELECT a.place, a.income_prev_basis, f.measure, f.in_window, f.source, f.file_id, f.row_number, f.stage,
        f.probability, f.amount
    FROM month_facts AS f
    JOIN alerted_households AS a USING (household_id)
),

behind AS (
    SELECT n.*, s.operand, d.detail
    FROM near AS n
    LEFT JOIN fact_details AS d
        ON d.measure = n.measure AND d.source = n.source AND d.file_id = n.file_id AND d.row_number = n.row_number
    JOIN operand_sources AS s
        ON s.measure = n.measure AND coalesce(s.in_window = n.in_window, true)
        AND coalesce(s.prev_basis = n.income_prev_basis, s.prev_basis IS NULL)
)

SELECT
    $period AS period, v.household_id, v.rule, v.operand, v.value, v.unit, v.line, v.value - v.line AS margin, v.basis,
    b.source, b.file_id, b.row_number, b.stage, b.probability, b.amount, v.bound, b.detail
FROM operand_values AS v
LEFT JOIN behind AS b USING (place, operand)
ORDER BY v.place, v.shown, b.file_id, b.row_number;
