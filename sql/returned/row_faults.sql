-- What is wrong with rows that have an entry: with the row as such, with a cell, or with what its cells lack.
-- Grain: fault of a row.
-- Makes: row_faults.
-- Reads: earliest_days, identified_rows, judged_files, needs_of_forms, read_cells.
CREATE OR REPLACE TEMP TABLE row_faults AS
WITH cells AS (
    SELECT cell.*, line.read_form, line.fault AS row_fault, file.received_on, first_day.day AS not_before,
        CASE WHEN cell.kind = 'date' THEN try_cast(cell.value AS DATE) END AS day
    FROM read_cells AS cell
    INNER JOIN identified_rows AS line USING (file_id, sheet, row_number)
    INNER JOIN judged_files AS file USING (file_id)
    LEFT JOIN earliest_days AS first_day
        ON first_day.period = line.period AND first_day.household_id = line.household_id AND first_day.item = line.item
),

lacking AS (
    SELECT cell.file_id, cell.sheet, cell.row_number, need.needed, need.needed_title, min(cell.column_name) AS beside
    FROM cells AS cell
    INNER JOIN needs_of_forms AS need
        ON need.form = cell.read_form AND need.field = cell.field AND (need.word IS NULL OR need.word = cell.value)
    ANTI JOIN cells AS other
        ON other.file_id = cell.file_id AND other.sheet = cell.sheet AND other.row_number = cell.row_number
        AND other.field = need.needed
    GROUP BY ALL
)

SELECT DISTINCT file_id, sheet, row_number, NULL AS column_name, row_fault AS fault, '' AS detail
FROM cells
WHERE row_fault IS NOT NULL
UNION ALL
SELECT file_id, sheet, row_number, column_name, 'unreadable_' || kind, choices
FROM cells
WHERE value IS NULL
UNION ALL
SELECT
    file_id, sheet, row_number, column_name,
    if(day < not_before, 'before_issue', 'after_arrival'),
    strftime(if(day < not_before, not_before, received_on), '%Y-%m-%d')
FROM cells
WHERE row_fault IS NULL AND (day < not_before OR day > received_on)
UNION ALL
SELECT file_id, sheet, row_number, needed_title, 'lacking', beside
FROM lacking
UNION ALL
SELECT file_id, sheet, row_number, min(column_name), 'only_text', ''
FROM cells
GROUP BY file_id, sheet, row_number
HAVING bool_and(kind = 'text') AND (file_id, sheet, row_number) NOT IN (SELECT (file_id, sheet, row_number) FROM lacking);
