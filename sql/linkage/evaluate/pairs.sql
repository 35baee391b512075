-- Households that the linker gave a probability for, compared with the truth. A reviewer's decision is not a
-- probability.
-- Grain: one person as written, tenth of probability and answer.
-- Reads: link_truth (file_id, row_number, person_key, household_id NULL for strangers), links, review_pairs.
WITH candidates AS (
    SELECT file_id, row_number, household_id, probability FROM links
    WHERE status = 'linked' AND stage <> 'reviewed'
    UNION ALL
    SELECT r.file_id, r.row_number, r.household_id, max(r.probability) -- members of one household share its probability
    FROM review_pairs AS r
    JOIN links AS l ON l.file_id = r.file_id AND l.row_number = r.row_number AND l.status = 'review'
    GROUP BY r.file_id, r.row_number, r.household_id
)

SELECT t.person_key,
    least(floor(c.probability * 10), 9)::TINYINT AS tenth,
    count(*) AS pairs,
    sum(c.probability) AS probability_sum,
    count(*) FILTER (c.household_id = t.household_id) AS true_pairs
FROM candidates AS c
JOIN link_truth AS t ON t.file_id = c.file_id AND t.row_number = c.row_number
WHERE c.probability IS NOT NULL
GROUP BY ALL
