-- Heads missing from the list of members: nobody in their household is called head or has their name.
-- Grain: one household.
-- Makes: link_heads.
-- Reads: link_homes, roster.members.
CREATE OR REPLACE TEMP TABLE link_heads AS
WITH unheaded AS MATERIALIZED (
    SELECT h.*
    FROM link_homes AS h
    ANTI JOIN roster.members AS m ON m.household_id = h.household_id AND m.relation = h.head_relation
    WHERE h.head_name IS NOT NULL
)
SELECT u.*
FROM unheaded AS u
ANTI JOIN roster.members AS m ON m.household_id = u.household_id AND m.name = u.head_name
