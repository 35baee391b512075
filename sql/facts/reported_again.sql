-- Rows of one file whose fact a later row of the same file reports again with other amounts: they do not count.
-- Grain: one row of the file.
-- Reads: <rows>.
-- Parameters: $file_id.
-- Slots: amounts, rows.
SELECT row_number
FROM (SELECT row_number, fact_key, hash({amounts}) AS amounts FROM {rows} WHERE file_id = $file_id)
WINDOW same_fact AS (PARTITION BY fact_key)
QUALIFY row_number < max(row_number) OVER same_fact AND amounts <> arg_max(amounts, row_number) OVER same_fact
ORDER BY row_number;
