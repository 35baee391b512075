-- Keeps which rows were drawn, when and with which probability.
-- Grain: one linked row drawn.
-- Writes: review_samples.
-- Reads: sampled_rows.
INSERT INTO review_samples BY NAME
SELECT * EXCLUDE (member_id, amount)
FROM sampled_rows
ORDER BY file_id, row_number;
