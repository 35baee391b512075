-- Rows of one source whose fact was sent again later, or probably was: with one name or number corrected.
-- Grain: one replaced row.
-- Makes: replaced.
-- Reads: accepted_rows (file_id, row_number, fact_key of the source), alike_facts, file_order.
-- Slots: changed (which facts are looked at).
CREATE OR REPLACE TEMP TABLE replaced AS
WITH sent AS (
    SELECT file_id, row_number, fact_key
    FROM accepted_rows
    SEMI JOIN file_order USING (file_id)
    WHERE {changed}
),

repeated AS (
    SELECT fact_key FROM sent GROUP BY fact_key HAVING count(*) > 1
    UNION
    SELECT fact_key FROM alike_facts
)

SELECT r.file_id, r.row_number
FROM sent AS r
JOIN file_order AS o USING (file_id)
SEMI JOIN repeated USING (fact_key)
LEFT JOIN alike_facts AS a ON a.fact_key = r.fact_key
QUALIFY row_number() OVER (
    PARTITION BY coalesce(a.counts_as, r.fact_key) ORDER BY o.position DESC, r.row_number DESC
) > 1;
