-- Households treated differently, gravest under either pack first.
-- Grain: household. Inputs: compared_households.
SELECT * EXCLUDE (differs)
FROM compared_households
WHERE differs
ORDER BY least(
    list_position(['red', 'orange', 'yellow', 'unknown', 'none'], outcome_a),
    list_position(['red', 'orange', 'yellow', 'unknown', 'none'], outcome_b)
), township, village, household_id;
