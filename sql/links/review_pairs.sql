-- Doubtful candidates of every accepted person row that went to review.
-- Grain: one row and candidate.
-- Makes: review_pairs.
-- Reads: linkage.person_reviews, person_rows.
-- Slots: linked (links of doubtful_rows).
CREATE OR REPLACE TABLE review_pairs AS
WITH doubtful_rows AS (
    SELECT file_id, row_number, person_key FROM person_rows SEMI JOIN linkage.person_reviews USING (person_key)
)
SELECT l.file_id, l.row_number, v.household_id, v.member_id, v.probability, v.reasons
FROM ({linked}) AS l
JOIN linkage.person_reviews AS v USING (person_key)
WHERE l.status = 'review';
