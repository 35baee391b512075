-- Who was a member once is worked out from the snapshots that are new, not from those of a year each month.

-- Members of earlier snapshots who are in the newest no more, as last written; forgotten once nothing dated then
-- can count.
-- Grain: one household and member. last_period: the month before the snapshot that lacks the member.
CREATE TABLE roster.left_members (
    household_id VARCHAR NOT NULL,
    member_id    VARCHAR NOT NULL,
    name         VARCHAR,
    id_number    VARCHAR,
    last_period  VARCHAR NOT NULL
);

-- From which files: of an earlier snapshot with the month before the next one, of the newest with NULL.
-- Grain: one file and last_period.
CREATE TABLE roster.left_snapshots (
    file_id     INTEGER NOT NULL,
    last_period VARCHAR
);
