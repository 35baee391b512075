-- The sources of the rows that may be of one household and wait for an answer.
-- Grain: source.
-- Reads: files, review_pairs.
-- Parameters: $household_id.
SELECT DISTINCT f.source
FROM files AS f
SEMI JOIN (FROM review_pairs WHERE household_id = $household_id) USING (file_id);
