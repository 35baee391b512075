-- Pairs that reviewers decided, with their probability at the time of the review.
-- Grain: one person as written and household.
-- Reads: linkage.labels.
SELECT person_key,
    least(floor(probability * 10), 9)::TINYINT AS tenth,
    1 AS pairs,
    probability AS probability_sum,
    (decision = 'yes')::INTEGER AS true_pairs
FROM linkage.labels
WHERE decision IN ('yes', 'no') AND probability IS NOT NULL
