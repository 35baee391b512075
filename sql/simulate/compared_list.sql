-- Households treated differently: those with another outcome before those of another class, gravest under either pack
-- first.
-- Grain: household.
-- Reads: compared_households.
SELECT * EXCLUDE (differs)
FROM compared_households
WHERE differs
ORDER BY outcome_a = outcome_b, least(
    list_position(['red', 'orange', 'yellow', 'unknown', 'none'], outcome_a),
    list_position(['red', 'orange', 'yellow', 'unknown', 'none'], outcome_b)
), township, village, household_id;
