-- Which row that was handed out each row read is: by its code (回收码), else by household and the period of its sheet,
-- book or file name; and why it is none. A code of versions before 0.18 has no item and asks for a visit.
-- Grain: row of a sheet.
-- Makes: identified_rows.
-- Reads: measures, read_arrivals, read_lines, returned.issued.
CREATE OR REPLACE TEMP TABLE identified_rows AS
WITH parts AS (
    SELECT
        *,
        regexp_extract(
            row_key, '^(\d{4}-\d{2})\|(.+)\|(v|m|e|c|i|h:[^|]+)\|[0-9a-f]{8}$', ['period', 'household', 'item']
        ) AS code,
        regexp_extract(row_key, '^(\d{4}-\d{2})\|(.+)\|[0-9a-f]{8}$', ['period', 'household']) AS old_code
    FROM read_lines
),

coded AS (
    SELECT
        * EXCLUDE (code, old_code),
        CASE
            WHEN row_code(code.period, code.household, code.item) = row_key THEN code
            WHEN old_code.period || '|' || old_code.household || '|'
                || left(md5(old_code.period || '|' || old_code.household), 8) = row_key
                THEN {'period': old_code.period, 'household': old_code.household, 'item': 'v'}
        END AS code
    FROM parts
),

-- Two periods in one sheet or book name none.
periods_of_sheets AS (
    SELECT file_id, sheet, if(count(DISTINCT code.period) = 1, min(code.period), '') AS period
    FROM coded
    WHERE code IS NOT NULL
    GROUP BY file_id, sheet
),

periods_of_books AS (
    SELECT file_id, if(count(DISTINCT code.period) = 1, min(code.period), '') AS period
    FROM coded
    WHERE code IS NOT NULL
    GROUP BY file_id
),

known AS (
    SELECT
        line.*,
        coalesce(
            line.code.period,
            CASE WHEN line.row_key IS NULL THEN
                coalesce(
                    CASE WHEN of_sheet.period <> line.stated_period THEN '' ELSE line.stated_period END,
                    of_sheet.period, of_book.period, arrival.named_period, ''
                )
            END
        ) AS period,
        coalesce(line.code.household, if(line.row_key IS NULL, line.household_id, NULL)) AS household
    FROM coded AS line
    INNER JOIN read_arrivals AS arrival USING (file_id)
    LEFT JOIN periods_of_sheets AS of_sheet USING (file_id, sheet)
    LEFT JOIN periods_of_books AS of_book USING (file_id)
),

-- A measure has no row of its own in a sheet without codes: its words say which it is.
items AS (
    SELECT
        line.*,
        coalesce(line.code.item, 'h:' || done.measure_key, issued.item) AS item
    FROM known AS line
    LEFT JOIN (
        SELECT household_id, measure, min(measure_key) AS measure_key
        FROM measures
        GROUP BY household_id, measure
        HAVING count(DISTINCT measure_key) = 1
    ) AS done
        ON line.row_key IS NULL AND line.form = 'measures'
        AND done.household_id = line.household AND done.measure = line.measure
    LEFT JOIN (SELECT period, household_id, form, min(item) AS item FROM returned.issued GROUP BY ALL) AS issued
        ON line.row_key IS NULL AND line.form <> 'measures'
        AND issued.period = line.period AND issued.household_id = line.household AND issued.form = line.form
)

SELECT
    line.file_id,
    line.sheet,
    line.row_number,
    coalesce(issued.form, line.form) AS form,
    line.form AS read_form,
    nullif(line.period, '') AS period,
    line.household AS household_id,
    line.item,
    issued.township,
    issued.episode,
    issued.issued_on,
    CASE
        WHEN line.row_key IS NOT NULL AND line.code IS NULL THEN 'broken_code'
        WHEN line.household IS NULL THEN 'no_household'
        WHEN line.period = '' THEN 'no_period'
        WHEN line.household <> line.household_id AND ltrim(line.household, '0') <> ltrim(line.household_id, '0')
            THEN 'other_household'
        WHEN issued.period IS NULL THEN 'never_issued'
        WHEN issued.form <> line.form AND NOT (issued.form IN ('visit', 'insurer') AND line.form IN ('visit', 'insurer'))
            THEN 'other_form'
        WHEN regexp_replace(issued.head_name, '[\s\p{Z}·•‧・]', '', 'g')
            <> regexp_replace(line.head_name, '[\s\p{Z}·•‧・]', '', 'g') THEN 'other_head'
        WHEN line.unequal THEN 'unequal_columns'
    END AS fault
FROM items AS line
LEFT JOIN returned.issued AS issued
    ON issued.period = line.period AND issued.household_id = line.household AND issued.item = line.item;
