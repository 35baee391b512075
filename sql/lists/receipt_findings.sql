-- What the sender of a file should mend or know: rejected rows by column and reason, notices, contract checks.
-- Grain: finding. Inputs: rejected_rows, file_notices, contract_results, files, titles; $file_id.
-- The first 200 row numbers of a finding are named, runs of them as 3-7. Row numbers of the sheet are approximate:
-- data rows are counted without the blank ones.
WITH numbered AS (
    SELECT
        column_name,
        reason,
        row_number,
        count(*) OVER (PARTITION BY column_name, reason) AS occurrences,
        row_number() OVER (PARTITION BY column_name, reason ORDER BY row_number) AS place
    FROM (SELECT DISTINCT column_name, reason, row_number FROM rejected_rows WHERE file_id = $file_id)
    QUALIFY place <= 200
),

runs_of_rows AS (
    SELECT
        column_name,
        reason,
        occurrences,
        min(row_number) AS first_row,
        max(row_number) AS last_row,
        (SELECT header_row FROM files WHERE file_id = $file_id) AS header_row
    FROM numbered
    GROUP BY column_name, reason, occurrences, row_number - place
),

rejected AS (
    SELECT
        1 AS section,
        'rejected_rows' AS kind,
        column_name,
        reason AS finding,
        occurrences,
        string_agg(
            CASE WHEN first_row = last_row THEN first_row::VARCHAR ELSE first_row || '-' || last_row END,
            ', ' ORDER BY first_row
        ) AS data_rows,
        string_agg(
            CASE
                WHEN first_row = last_row THEN (header_row + first_row)::VARCHAR
                ELSE (header_row + first_row) || '-' || (header_row + last_row)
            END,
            ', ' ORDER BY first_row
        ) AS sheet_rows
    FROM runs_of_rows
    GROUP BY column_name, reason, occurrences
),

notices AS (
    SELECT 3 AS section, 'notice' AS kind, column_name, message, occurrences, NULL, NULL
    FROM file_notices
    WHERE file_id = $file_id
),

failed_checks AS (
    SELECT 2 AS section, severity AS kind, '' AS column_name, reason, NULL::BIGINT, NULL, NULL
    FROM contract_results
    WHERE
        file_id = $file_id AND NOT passed
        AND reason NOT IN (SELECT message FROM file_notices WHERE file_id = $file_id)
),

findings AS (
    FROM rejected
    UNION ALL
    FROM notices
    UNION ALL
    FROM failed_checks
)

SELECT
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
LEFT JOIN titles AS title
    ON finding.column_name = title.column_name AND finding.column_name <> ''
    AND title.source = (SELECT source FROM files WHERE file_id = $file_id)
ORDER BY finding.section, finding.occurrences DESC, column_title, finding.finding;
