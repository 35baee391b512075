-- Writings of places.
-- Grain: one township and village as written. Inputs: roster.households.
SELECT DISTINCT township, village FROM roster.households ORDER BY ALL
