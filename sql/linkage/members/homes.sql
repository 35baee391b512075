-- Changed households that are in the roster.
-- Grain: one household.
-- Makes: link_homes.
-- Reads: link_changed_households, link_places (township, village, village_id, township_id), roster.households.
-- Parameters: $head (the relation of a head).
CREATE OR REPLACE TEMP TABLE link_homes AS
SELECT c.hid, household_id, h.head_name, h.head_id_number, $head AS head_relation, p.village_id, p.township_id
FROM roster.households AS h
JOIN link_changed_households AS c USING (household_id)
JOIN link_places AS p ON p.township IS NOT DISTINCT FROM h.township AND p.village IS NOT DISTINCT FROM h.village
