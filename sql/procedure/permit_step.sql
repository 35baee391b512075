-- From which day a step permits the one that follows it.
-- Grain: household.
-- Writes: permitted_from.
-- Reads: judged_claims.
-- Parameters: $key.
INSERT INTO permitted_from BY NAME
SELECT household_id, key, min(happened_on) AS first_on
FROM judged_claims
WHERE key = $key AND fault IS NULL AND happened_on IS NOT NULL AND NOT disagreed
GROUP BY household_id, key;
