-- Facts of one source that probably are one, in pairs. both_count: whether the files of both count.
-- Grain: one pair of rows.
-- Makes: alike_pairs.
-- Reads: accepted_rows (file_id, row_number, fact_key of the source), file_order, received.repeated_rows.
-- Parameters: $source.
CREATE OR REPLACE TEMP TABLE alike_pairs AS
SELECT a.fact_key, b.fact_key AS other,
    p.file_id IN (SELECT file_id FROM file_order) AND p.like_file_id IN (SELECT file_id FROM file_order) AS both_count
FROM received.repeated_rows AS p
JOIN accepted_rows AS a ON a.file_id = p.file_id AND a.row_number = p.row_number
JOIN accepted_rows AS b ON b.file_id = p.like_file_id AND b.row_number = p.like_row_number
WHERE p.source = $source;
