-- Writings of the places of changed households.
-- Grain: one township and village as written. Inputs: roster.households, link_changed_households.
SELECT DISTINCT township, village
FROM roster.households SEMI JOIN link_changed_households USING (household_id)
ORDER BY ALL
