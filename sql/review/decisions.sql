-- What reviewers have decided: links are made with it.
-- Grain: one person as written and household. Inputs: linkage.labels.
SELECT person_key, household_id, member_id, decision
FROM linkage.labels
ORDER BY ALL;
