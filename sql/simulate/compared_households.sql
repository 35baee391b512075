-- The outcomes of every household under both packs. `differs` is set where level, class or decidedness is different.
-- Grain: household.
-- Makes: compared_households.
-- Reads: side_a, side_b.
CREATE OR REPLACE TEMP TABLE compared_households AS
SELECT
    household_id, a.township, a.village, a.members,
    a.outcome AS outcome_a, a.target_class AS class_a, a.rules AS rules_a, a.undecided AS undecided_a,
    b.outcome AS outcome_b, b.target_class AS class_b, b.rules AS rules_b, b.undecided AS undecided_b,
    a.outcome <> b.outcome OR a.target_class IS DISTINCT FROM b.target_class AS differs
FROM side_a AS a
JOIN side_b AS b USING (household_id);
