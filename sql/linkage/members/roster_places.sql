-- Villages of the roster.
-- Grain: one township and village.
-- Reads: roster.households.
SELECT DISTINCT township, village FROM roster.households ORDER BY ALL
