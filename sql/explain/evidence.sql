-- The source rows behind one household's alert.
-- Grain: operand and source row; once, even if several rules use the operand.
-- Reads: alert_evidence, files.
-- Parameters: $household_id, $period.
SELECT * EXCLUDE (place), place.sheet, place.sheet_row
FROM (
    SELECT DISTINCT
        e.operand, e.value, e.unit, e.source, f.name AS file_name, e.file_id, e.row_number, e.amount, e.detail, e.stage,
        e.probability, row_place(e.file_id, e.row_number) AS place
    FROM alert_evidence AS e
    JOIN files AS f USING (file_id)
    WHERE e.period = $period AND e.household_id = $household_id
)
ORDER BY operand, source, file_id, row_number;
