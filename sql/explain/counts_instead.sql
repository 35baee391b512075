-- The row that counts in place of a row whose fact was sent again later, in the period built last.
-- Grain: one row; none if the row counts, or its file cannot count.
-- Reads: <rows>, built.counted_files, built.replaced_rows, files, received.repeated_rows.
-- Parameters: $file_id, $row_number, $source.
-- Slots: rows.
WITH RECURSIVE counted AS (
    SELECT file_id, row_number, fact_key FROM {rows} SEMI JOIN built.counted_files USING (file_id)
),

replaced AS (
    SELECT file_id, row_number FROM built.replaced_rows WHERE source = $source
),

asked AS (
    SELECT fact_key
    FROM counted
    SEMI JOIN replaced USING (file_id, row_number)
    WHERE file_id = $file_id AND row_number = $row_number
),

pairs AS (
    SELECT a.fact_key, b.fact_key AS other
    FROM received.repeated_rows AS p
    JOIN counted AS a ON a.file_id = p.file_id AND a.row_number = p.row_number
    JOIN counted AS b ON b.file_id = p.like_file_id AND b.row_number = p.like_row_number
    WHERE p.source = $source
),

either_way AS (
    FROM pairs UNION SELECT other, fact_key FROM pairs
),

alike AS (
    FROM asked
    UNION
    SELECT e.other FROM alike JOIN either_way AS e USING (fact_key)
)

SELECT f.file_id, f.name AS file_name, c.row_number, c.fact_key = a.fact_key AS same_fact
FROM counted AS c
SEMI JOIN alike USING (fact_key)
ANTI JOIN replaced USING (file_id, row_number)
CROSS JOIN asked AS a
JOIN files AS f USING (file_id);
