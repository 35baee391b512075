-- Why rows of a department were refused, and which of its months are missing. Never a value.
-- Grain: file, column and reason; source.
-- Reads: bureaus, county_gaps, files, rejected_rows, titles.
-- Parameters: $period.
WITH refused AS (
    SELECT file.source, file.name, row.column_name, row.reason, count(*) AS row_count, min(row.row_number) AS first_row
    FROM rejected_rows AS row
    INNER JOIN files AS file USING (file_id)
    WHERE file.taken_in = $period
    GROUP BY file.source, file.name, row.column_name, row.reason
),

lines AS (
    SELECT
        source, '缺报' AS what, NULL AS name, NULL AS column_name, sentence AS reason, NULL AS row_count,
        NULL AS first_row
    FROM county_gaps
    WHERE period = $period
    UNION ALL
    SELECT source, '退回的行', name, column_name, reason, row_count, first_row
    FROM refused
)

SELECT
    bureaus.department,
    row_number() OVER (
        PARTITION BY bureaus.department
        ORDER BY line.what DESC, line.source, line.name, line.row_count DESC, line.column_name, line.reason
    ) AS ordinal,
    bureaus.title AS source,
    line.what,
    line.name,
    coalesce(title.title, nullif(line.column_name, '')) AS column_name,
    line.reason,
    line.row_count,
    line.first_row
FROM lines AS line
INNER JOIN bureaus USING (source)
LEFT JOIN titles AS title ON line.source = title.source AND line.column_name = title.column_name
ORDER BY bureaus.department, ordinal;
