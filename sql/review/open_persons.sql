-- Persons in review, with what depends on a decision about them: rows that no later row replaced, and their amount.
-- Rows from before both windows are counted, but add no yuan. Those of the period's own month count from the next
-- period on. Reversals subtract what they cancel.
-- Grain: one person as written.
-- Makes: open_persons.
-- Reads: file_order, files, links, staked_rows (source, file_id, row_number, person_key, fact_key, dated, amount),
--   titles (of sources: their departments), windows.
CREATE OR REPLACE TEMP TABLE open_persons AS
WITH in_review AS MATERIALIZED (
    SELECT r.*, o.position
    FROM staked_rows AS r
    JOIN file_order AS o USING (file_id)
    SEMI JOIN (SELECT file_id, row_number FROM links WHERE status = 'review') AS l USING (file_id, row_number)
),

replaced AS (
    SELECT r.file_id, r.row_number
    FROM in_review AS r
    JOIN staked_rows AS later USING (source, fact_key)
    JOIN file_order AS o ON o.file_id = later.file_id
    WHERE (o.position, later.row_number) > (r.position, r.row_number)
)

SELECT
    r.person_key,
    string_agg(DISTINCT t.title, '、' ORDER BY t.title) AS departments,
    first(f.name ORDER BY r.position, r.row_number) AS file_name,
    first(r.file_id ORDER BY r.position, r.row_number) AS file_id,
    first(r.row_number ORDER BY r.position, r.row_number) AS row_number,
    count(*) AS row_count,
    greatest(sum(CASE WHEN r.dated >= w.prev_start THEN r.amount ELSE 0 END), 0)::DECIMAL(18, 2) AS amount
FROM in_review AS r
ANTI JOIN replaced USING (file_id, row_number)
JOIN files AS f USING (file_id)
JOIN titles AS t ON t.source = r.source AND t.column_name = ''
CROSS JOIN windows AS w
GROUP BY r.person_key;
