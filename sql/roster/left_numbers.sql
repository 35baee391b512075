-- Numbers of an earlier snapshot that their household has no more, with the member as last written, from what was read
-- before and the unread snapshots.
-- Grain: one household, member and number.
-- Makes: left_numbers_now.
-- Writes: roster.left_numbers.
-- Drops: left_numbers_now.
-- Reads: accepted.members, left_numbers_now, roster.left_numbers, roster.members, unread_snapshots.
CREATE OR REPLACE TEMP TABLE left_numbers_now AS
WITH read AS (
    SELECT household_id, member_id, name, id_number, last_period
    FROM accepted.members JOIN unread_snapshots USING (file_id)
    UNION ALL
    FROM roster.left_numbers -- of snapshots before these
)

SELECT household_id, member_id, arg_max(name, last_period) AS name, id_number, max(last_period) AS last_period
FROM read
WHERE id_number IS NOT NULL AND hash(household_id, id_number) NOT IN (
    SELECT hash(household_id, id_number) FROM roster.members
    WHERE EXISTS (FROM unread_snapshots) -- without an unread snapshot, no key is computed
)
GROUP BY household_id, member_id, id_number;

DELETE FROM roster.left_numbers;
INSERT INTO roster.left_numbers FROM left_numbers_now ORDER BY ALL;
DROP TABLE left_numbers_now;
