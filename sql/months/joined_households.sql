-- Households that left the roster and of whose last members all are now in one other household.
-- Grain: one former household.
-- Makes: joined_households.
-- Reads: moves, roster.households, roster.left_members.
CREATE OR REPLACE TEMP TABLE joined_households AS
WITH last_members AS (
    SELECT household_id AS former_household, member_id AS former_member, last_period
    FROM roster.left_members
    ANTI JOIN roster.households USING (household_id)
    QUALIFY last_period = max(last_period) OVER (PARTITION BY household_id)
),

destinations AS (
    SELECT DISTINCT former_household, former_member, last_period, household_id, existed, changed_in
    FROM moves
    WHERE is_present
)

SELECT l.former_household, d.household_id, any_value(d.existed) AS existed, any_value(d.changed_in) AS changed_in
FROM last_members AS l
JOIN destinations AS d USING (former_household, former_member, last_period)
JOIN (SELECT former_household, count(*) AS members FROM last_members GROUP BY former_household) AS n
    USING (former_household)
GROUP BY l.former_household, d.household_id
HAVING count(*) = any_value(n.members);
