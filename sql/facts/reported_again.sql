-- Rows of one file whose fact a later row of the same file reports again: they do not count.
-- Grain: one row of the file.
-- Reads: <rows>.
-- Parameters: $file_id.
-- Slots: counting (columns that decide what a row counts for), rows.
WITH of_file AS (
    SELECT row_number, fact_key, hash({counting}) AS counting FROM {rows} WHERE file_id = $file_id
),

several AS (
    SELECT fact_key FROM of_file GROUP BY fact_key HAVING count(*) > 1
)

SELECT
    row_number,
    max(row_number) OVER same_fact AS counts_instead,
    counting <> arg_max(counting, row_number) OVER same_fact AS differs
FROM of_file
SEMI JOIN several USING (fact_key)
WINDOW same_fact AS (PARTITION BY fact_key)
QUALIFY row_number < max(row_number) OVER same_fact
ORDER BY row_number;
