-- Rows that may repeat a row of one file: all that makes the fact is the same but a name, or but a number with the same
-- amounts.
-- Grain: one pair of rows.
-- Makes: repeat_keys.
-- Reads: <rows>.
-- Parameters: $file_id.
-- Slots: rows.
CREATE OR REPLACE TEMP TABLE repeat_keys AS
WITH sent AS (
    SELECT row_number, fact_key, but_name_key, but_number_key FROM {rows} WHERE file_id = $file_id
),

near AS (
    SELECT 'name' AS differs, s.row_number, o.file_id AS like_file_id, o.row_number AS like_row_number
    FROM {rows} AS o
    JOIN sent AS s ON s.but_name_key = o.but_name_key AND s.fact_key <> o.fact_key
    UNION ALL
    SELECT 'number', s.row_number, o.file_id, o.row_number
    FROM {rows} AS o
    JOIN sent AS s ON s.but_number_key = o.but_number_key AND s.fact_key <> o.fact_key
)

FROM near
WHERE like_file_id <> $file_id OR like_row_number < row_number;
