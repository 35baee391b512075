-- What reviewers have decided about one person.
-- Grain: one household.
-- Reads: linkage.labels.
-- Parameters: $person_key.
SELECT household_id, member_id, decision, probability, period
FROM linkage.labels
WHERE person_key = $person_key
ORDER BY period, household_id;
