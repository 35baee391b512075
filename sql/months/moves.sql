-- People who went from one household of the roster to another. A person who stood in both before has only been struck
-- off one of them, and has not moved. changed_in: the first day of the month whose roster shows the move.
-- Grain: one household, its former member, and the member elsewhere.
-- Makes: households_before, moves.
-- Reads: accepted.members, earlier_snapshots, households_before, stays.
CREATE OR REPLACE TEMP TABLE households_before AS
WITH candidates AS (
    SELECT g.household_id AS former_household, g.member_id AS former_member, g.name, g.id_number, g.last_period,
        s.household_id, s.member_id, s.last_period IS NULL AS is_present
    FROM stays AS g
    JOIN stays AS s ON s.person = g.person AND s.household_id <> g.household_id
        AND CASE WHEN s.homes = 1 THEN true -- without a number, only if nobody else has the same code and name
            WHEN contains(g.person, ' ') THEN false
            ELSE s.last_period > g.last_period OR (s.last_period IS NULL AND s.name = g.name) END
    ANTI JOIN stays AS h ON h.person = g.person AND h.household_id = g.household_id AND h.last_period IS NULL
    WHERE g.last_period IS NOT NULL
),

rosters AS (
    SELECT e.last_period, m.household_id, m.member_id, m.name, m.id_number
    FROM accepted.members AS m
    JOIN earlier_snapshots AS e USING (file_id)
    WHERE m.household_id IN (SELECT household_id FROM candidates)
)

SELECT c.*, count(r.household_id) > 0 AS existed,
    coalesce(bool_or(r.id_number = c.id_number OR (r.member_id = c.member_id AND r.name = c.name)), false) AS was_there
FROM candidates AS c
LEFT JOIN rosters AS r ON r.household_id = c.household_id AND r.last_period = c.last_period
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE moves AS
SELECT former_household, former_member, household_id, member_id, is_present, existed, last_period,
    (strptime(last_period, '%Y-%m') + INTERVAL 1 MONTH)::DATE AS changed_in
FROM households_before
WHERE NOT was_there;
