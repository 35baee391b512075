-- Who was a member in an earlier snapshot and is none now, of households that are still in the roster, as last written: as long
-- as what was dated then can count.
-- Grain: one household and member. Inputs: roster.left_members, roster.households, windows.
-- last_period: the month before the snapshot that lacks the member.
CREATE OR REPLACE TEMP VIEW former_members AS
FROM roster.left_members SEMI JOIN roster.households USING (household_id)
WHERE last_period >= (SELECT strftime(window_start, '%Y-%m') FROM windows);
