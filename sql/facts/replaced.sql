-- Rows of one source whose fact was sent again later.
-- Grain: one replaced row.
-- Makes: replaced.
-- Reads: accepted_rows (file_id, row_number, fact_key of the source), file_order.
CREATE OR REPLACE TEMP TABLE replaced AS
WITH repeated AS (
    SELECT fact_key
    FROM accepted_rows
    SEMI JOIN file_order USING (file_id)
    GROUP BY fact_key
    HAVING count(*) > 1
)
SELECT file_id, row_number
FROM accepted_rows
JOIN file_order USING (file_id)
SEMI JOIN repeated USING (fact_key)
QUALIFY row_number() OVER (PARTITION BY fact_key ORDER BY position DESC, row_number DESC) > 1;
