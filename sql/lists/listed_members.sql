-- The members of each family to visit, the head first, for all townships at once; with the birth date that counts.
-- Grain: household and position.
-- Makes: listed_members.
-- Reads: member_birth_dates, numbered_alerts, roster.members.
CREATE OR REPLACE TEMP TABLE listed_members AS
SELECT
    member.* REPLACE (born.birth_date AS birth_date),
    row_number() OVER (
        PARTITION BY member.household_id
        ORDER BY (member.relation IS NOT DISTINCT FROM '户主') DESC, member.member_id
    ) AS position
FROM roster.members AS member
INNER JOIN member_birth_dates AS born
    ON born.household_id = member.household_id AND born.member_id = member.member_id
WHERE member.household_id IN (SELECT household_id FROM numbered_alerts);
