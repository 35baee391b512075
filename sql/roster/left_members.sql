-- Members of an earlier snapshot who no longer are, as last written, from what was read before and the unread
-- snapshots.
-- Grain: one household and member.
-- Makes: left_now.
-- Writes: roster.left_members, roster.left_snapshots.
-- Drops: left_now.
-- Reads: accepted.members, earlier_snapshots, left_now, roster.left_members, roster.members, unread_snapshots.
CREATE OR REPLACE TEMP TABLE left_now AS
WITH read AS (
    SELECT household_id, member_id, name, id_number, last_period, file_id, row_number
    FROM accepted.members JOIN unread_snapshots USING (file_id)
    UNION ALL
    SELECT *, NULL, NULL FROM roster.left_members -- of snapshots before these
)

SELECT household_id, member_id,
    unnest(arg_max({'name': name, 'id_number': id_number}, (last_period, file_id, row_number))),
    max(last_period) AS last_period
FROM read
WHERE hash(household_id, member_id) NOT IN (
    SELECT hash(household_id, member_id) FROM roster.members
    WHERE EXISTS (FROM unread_snapshots) -- without an unread snapshot, no key is computed
)
GROUP BY household_id, member_id;

DELETE FROM roster.left_members;
INSERT INTO roster.left_members FROM left_now ORDER BY ALL;
DELETE FROM roster.left_snapshots;
INSERT INTO roster.left_snapshots FROM earlier_snapshots ORDER BY ALL;
DROP TABLE left_now;
