-- Reviewers' decisions, as the linker uses them.
-- Grain: one person as written, and household.
-- Reads: linkage.labels.
SELECT person_key, household_id, member_id, decision
FROM linkage.labels
ORDER BY ALL;
