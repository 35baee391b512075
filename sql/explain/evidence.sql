-- The source rows behind one household's alert, and where a spreadsheet shows them.
-- Grain: operand and source row; once, even if several rules use the operand.
-- Reads: alert_evidence, files, received.row_places.
-- Parameters: $household_id, $period.
WITH evidence AS (
    SELECT DISTINCT
        operand, value, unit, source, file_id, row_number, amount, detail, stage, probability
    FROM alert_evidence
    WHERE period = $period AND household_id = $household_id
)

SELECT
    e.operand, e.value, e.unit, e.source, f.name AS file_name, e.file_id, e.row_number, e.amount, e.detail, e.stage,
    e.probability, p.sheet, (p.sheet_row + e.row_number - p.first_row)::INTEGER AS sheet_row
FROM evidence AS e
JOIN files AS f USING (file_id)
ASOF LEFT JOIN received.row_places AS p ON e.file_id = p.file_id AND e.row_number >= p.first_row
ORDER BY e.operand, e.source, e.file_id, e.row_number;
