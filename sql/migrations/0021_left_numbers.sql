-- Who moved from one household to another is known by the number: some rosters number their members anew when one leaves.

-- Numbers of earlier snapshots that their household has no more in the newest, with the member as last written; forgotten
-- once no income of that time can count.
-- Grain: one household, member and number. last_period: the month before the snapshot that lacks the number.
CREATE TABLE roster.left_numbers (
    household_id VARCHAR NOT NULL,
    member_id    VARCHAR NOT NULL,
    name         VARCHAR,
    id_number    VARCHAR NOT NULL,
    last_period  VARCHAR NOT NULL
);

-- All snapshots that can count are read once more.
DELETE FROM roster.left_snapshots;
DELETE FROM roster.left_members;
