-- Who was a member in an earlier snapshot and is none now, of households that are still in the roster, as last written.
-- Grain: one household and member. Inputs: roster.left_members, roster.households.
-- last_period: the month before the snapshot that lacks the member.
CREATE OR REPLACE TEMP VIEW former_members AS
FROM roster.left_members SEMI JOIN roster.households USING (household_id);
