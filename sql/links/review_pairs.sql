-- Doubtful candidates of every accepted person row that went to review.
-- Grain: one row and candidate. Inputs: person_rows, links, linkage.person_reviews.
CREATE OR REPLACE TABLE review_pairs AS
SELECT r.file_id, r.row_number, v.household_id, v.member_id, v.probability, v.reasons
FROM person_rows AS r
JOIN linkage.person_reviews AS v USING (person_key)
SEMI JOIN (SELECT file_id, row_number FROM links WHERE status = 'review') AS l USING (file_id, row_number);
