-- Facts of one source that probably are one, directly or through others: they count under one of their keys.
-- Grain: one fact that probably repeats another.
-- Makes: alike_facts.
-- Reads: accepted_rows (file_id, row_number, fact_key of the source), file_order, received.repeated_rows.
-- Parameters: $source.
CREATE OR REPLACE TEMP TABLE alike_facts AS
WITH RECURSIVE pairs AS (
    SELECT a.fact_key, b.fact_key AS other
    FROM received.repeated_rows AS p
    SEMI JOIN file_order AS o ON o.file_id = p.file_id
    SEMI JOIN file_order AS x ON x.file_id = p.like_file_id
    JOIN accepted_rows AS a ON a.file_id = p.file_id AND a.row_number = p.row_number
    JOIN accepted_rows AS b ON b.file_id = p.like_file_id AND b.row_number = p.like_row_number
    WHERE p.source = $source
),

either_way AS (
    FROM pairs UNION SELECT other, fact_key FROM pairs
),

reached AS (
    SELECT fact_key, fact_key AS other FROM either_way
    UNION
    SELECT r.fact_key, e.other FROM reached AS r JOIN either_way AS e ON e.fact_key = r.other
)

SELECT fact_key, min(other) AS counts_as FROM reached GROUP BY fact_key;
