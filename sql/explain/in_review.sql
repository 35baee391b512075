-- How many rows about persons may be of one household and wait for an answer.
-- Grain: one row.
-- Reads: review_pairs.
-- Parameters: $household_id.
SELECT count(DISTINCT (file_id, row_number)) FROM review_pairs WHERE household_id = $household_id;
