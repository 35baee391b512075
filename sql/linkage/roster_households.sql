-- Where registered households live.
-- Grain: one household. Inputs: roster.households.
SELECT household_id, township, village
FROM roster.households
ORDER BY household_id
