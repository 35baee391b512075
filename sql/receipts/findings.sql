-- What the senders of files should correct or know: rejected rows by column and reason, notices, contract checks. The
-- first 200 row numbers are listed, consecutive ones as 3-7; those of a sheet are the numbers that a spreadsheet shows.
-- Rows rejected before version 0.16 have no row of the sheet: theirs is counted from the header.
-- Grain: file and finding.
-- Reads: contract_results, file_notices, files, rejected_rows, titles.
-- Parameters: $file_ids.
WITH asked AS (
    SELECT file_id, source, header_row FROM files WHERE list_contains($file_ids::INTEGER[], file_id)
),

distinct_rows AS (
    SELECT DISTINCT
        file_id,
        column_name,
        reason,
        row_number,
        coalesce(sheet, '') AS sheet,
        coalesce(sheet_row, header_row + row_number) AS sheet_row
    FROM rejected_rows
    INNER JOIN asked USING (file_id)
),

numbered AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY file_id, column_name, reason) AS occurrences,
        row_number() OVER (PARTITION BY file_id, column_name, reason ORDER BY row_number) AS place
    FROM distinct_rows
    QUALIFY place <= 200
),

runs_of_rows AS (
    SELECT
        file_id,
        column_name,
        reason,
        occurrences,
        min(row_number) AS first_row,
        max(row_number) AS last_row,
        row_number - place AS run
    FROM numbered
    GROUP BY ALL
),

runs_of_sheets AS (
    SELECT
        file_id,
        column_name,
        reason,
        sheet,
        min(row_number) AS first_data_row,
        min(sheet_row) AS first_row,
        max(sheet_row) AS last_row,
        sheet_row - place AS run
    FROM numbered
    GROUP BY ALL
),

rows_of_sheets AS (
    SELECT
        file_id,
        column_name,
        reason,
        min(first_data_row) AS first_data_row,
        CASE WHEN sheet <> '' THEN sheet || '：' ELSE '' END || string_agg(
            CASE WHEN first_row = last_row THEN first_row::VARCHAR ELSE first_row || '-' || last_row END,
            ', ' ORDER BY first_row
        ) AS sheet_rows
    FROM runs_of_sheets
    GROUP BY file_id, column_name, reason, sheet
),

places_in_sheets AS (
    SELECT file_id, column_name, reason, string_agg(sheet_rows, '；' ORDER BY first_data_row) AS sheet_rows
    FROM rows_of_sheets
    GROUP BY file_id, column_name, reason
),

rejected AS (
    SELECT
        file_id,
        1 AS section,
        'rejected_rows' AS kind,
        column_name,
        reason AS finding,
        occurrences,
        string_agg(
            CASE WHEN first_row = last_row THEN first_row::VARCHAR ELSE first_row || '-' || last_row END,
            ', ' ORDER BY first_row
        ) AS data_rows,
        sheet_rows
    FROM runs_of_rows
    INNER JOIN places_in_sheets USING (file_id, column_name, reason)
    GROUP BY file_id, column_name, reason, occurrences, sheet_rows
),

notices AS (
    SELECT
        file_id,
        CASE
            WHEN code IN ('no_amounts', 'header_question', 'unread_list') THEN 0
            WHEN code = 'unused_amounts' THEN 3
            ELSE 4
        END AS section,
        CASE WHEN code IN ('no_amounts', 'header_question', 'unread_list') THEN 'question' ELSE 'notice' END AS kind,
        column_name,
        message AS finding,
        occurrences
    FROM file_notices
    SEMI JOIN asked USING (file_id)
),

failed_checks AS (
    SELECT file_id, 2 AS section, severity AS kind, '' AS column_name, reason AS finding
    FROM contract_results
    SEMI JOIN asked USING (file_id)
    WHERE NOT passed AND (file_id, reason) NOT IN (SELECT (file_id, finding) FROM notices)
),

findings AS (
    FROM rejected
    UNION ALL BY NAME
    FROM notices
    UNION ALL BY NAME
    FROM failed_checks
)

SELECT
    finding.file_id,
    finding.kind,
    CASE
        WHEN finding.column_name = '' AND finding.kind = 'rejected_rows' THEN '整行'
        WHEN finding.column_name = '' THEN '整个文件'
        ELSE coalesce(title.title, finding.column_name)
    END AS column_title,
    finding.finding,
    finding.occurrences,
    CASE WHEN finding.occurrences > 200 THEN '前200行：' ELSE '' END || finding.data_rows AS data_rows,
    finding.sheet_rows
FROM findings AS finding
INNER JOIN asked USING (file_id)
LEFT JOIN titles AS title
    ON asked.source = title.source AND finding.column_name = title.column_name AND finding.column_name <> ''
ORDER BY finding.file_id, finding.section, finding.occurrences DESC, column_title, finding.finding;
