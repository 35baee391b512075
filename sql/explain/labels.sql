-- Chinese labels of one period, as kept by its run; no rows for a period that an older version ran.
-- Grain: indicator, cause or target class.
-- Reads: causes, operands, words.
-- Parameters: $period.
SELECT 'operands' AS kind, operand AS name, label, unit, kind AS figure FROM operands WHERE period = $period
UNION ALL
SELECT 'causes', cause, label, NULL, NULL FROM causes WHERE period = $period
UNION ALL
SELECT 'target_classes', word, label, NULL, NULL FROM words WHERE period = $period AND kind = 'target_class'
ORDER BY ALL;
