-- Contract checks that files of this period's run failed.
-- Grain: file and measure.
-- Reads: contract_results, files, titles.
-- Parameters: $period.
SELECT
    coalesce(title.title, result.source) AS source,
    file.name,
    result.severity,
    coalesce(filled.title || '填写比例', result.measure) AS measure,
    CASE WHEN isfinite(result.observed) THEN result.observed END AS observed, -- a workbook has no infinity
    result.minimum,
    result.maximum,
    result.reason
FROM contract_results AS result
INNER JOIN files AS file USING (file_id)
LEFT JOIN titles AS title ON result.source = title.source AND title.column_name = ''
LEFT JOIN titles AS filled ON result.source = filled.source AND result.measure = 'fill:' || filled.column_name
WHERE file.taken_in = $period AND NOT result.passed
ORDER BY result.severity, file.file_id, result.measure;
