-- The source rows behind one household's alert, each once.
-- Grain: operand and source row. Inputs: alert_evidence, files; $period, $household_id.
SELECT DISTINCT
    e.operand, e.value, e.unit, e.line, e.margin, e.basis, e.source,
    f.name AS file_name, e.file_id, e.row_number, e.amount, e.stage, e.probability
FROM alert_evidence AS e
LEFT JOIN files AS f USING (file_id)
WHERE e.period = $period AND e.household_id = $household_id
ORDER BY e.operand, e.source, e.file_id, e.row_number;
