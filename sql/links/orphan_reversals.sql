-- Reversals whose cancelled row never arrived, in the files taken in this run; named in the receipt.
-- Grain: one file with such rows.
-- Writes: file_notices.
-- Reads: person_rows.
-- Parameters: $first_file (of this run).
INSERT INTO file_notices
SELECT
    file_id,
    'orphan_reversal',
    'reverses',
    count(*),
    '冲正行找不到被冲正的结算单，已按本行计入：数据第 '
        || array_to_string(list_sort(list(row_number))[:50], '、') || ' 行'
        || CASE WHEN count(*) > 50 THEN '等' ELSE '' END
        || '。请核对冲正单号。'
FROM person_rows AS r
WHERE file_id >= $first_file AND reverses IS NOT NULL
    AND NOT EXISTS (FROM person_rows AS o WHERE o.source = r.source AND o.fact = r.reverses)
GROUP BY file_id;
