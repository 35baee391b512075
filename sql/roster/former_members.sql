-- Who was a member in an earlier snapshot and is none now, of households that are still in the roster, as last written: as long
-- as what was dated then can count. Nothing is remembered for it: the snapshots are all there.
-- Grain: one household and member. Inputs: files, accepted.members, roster.members, roster.households, windows; $period.
-- last_period: the month before the snapshot that lacks the member.
CREATE OR REPLACE TEMP TABLE former_members AS
WITH sent AS (
    SELECT period, coalesce(duplicate_of, file_id) AS file_id
    FROM files
    WHERE source = 'members' AND status <> 'rejected' AND period <= $period
    QUALIFY row_number() OVER (PARTITION BY period, name ORDER BY file_id DESC) = 1
),

snapshots AS (
    SELECT period, strftime(strptime(lead(period) OVER (ORDER BY period), '%Y-%m') - INTERVAL 1 MONTH, '%Y-%m') AS last_period
    FROM sent
    GROUP BY period
),

counting AS (
    SELECT DISTINCT file_id, last_period
    FROM sent JOIN snapshots USING (period)
    WHERE last_period >= (SELECT strftime(window_start, '%Y-%m') FROM windows)
)

SELECT household_id, member_id, arg_max(m.name, c.last_period) AS name, arg_max(m.id_number, c.last_period) AS id_number,
    max(c.last_period) AS last_period
FROM accepted.members AS m
JOIN counting AS c USING (file_id)
SEMI JOIN roster.households USING (household_id)
WHERE hash(household_id, member_id) NOT IN (
    SELECT hash(household_id, member_id) FROM roster.members
    WHERE EXISTS (FROM counting) -- where no snapshot came before, nobody's key is worked out
)
GROUP BY household_id, member_id;
