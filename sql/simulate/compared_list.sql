-- Households treated differently: those with different outcomes before those with different classes only, the gravest
-- outcome under either pack first.
-- Grain: household.
-- Reads: compared_households.
SELECT * EXCLUDE (differs)
FROM compared_households
WHERE differs
ORDER BY outcome_a = outcome_b, least(
    list_position(['red', 'orange', 'yellow', 'unknown', 'none'], outcome_a),
    list_position(['red', 'orange', 'yellow', 'unknown', 'none'], outcome_b)
), township, village, household_id;
