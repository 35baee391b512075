-- The members of each family to visit, the head first, for all townships at once.
-- Grain: household and position.
-- Makes: listed_members.
-- Reads: numbered_alerts, roster.members.
CREATE OR REPLACE TEMP TABLE listed_members AS
SELECT
    member.*,
    row_number() OVER (
        PARTITION BY household_id ORDER BY (relation IS NOT DISTINCT FROM '户主') DESC, member_id
    ) AS position
FROM roster.members AS member
SEMI JOIN numbered_alerts USING (household_id);
