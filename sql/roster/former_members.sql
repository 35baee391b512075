-- Members of an earlier snapshot who no longer are, in households that are still in the roster, as last written. Only
-- those of whose time a fact can still count in the window. last_period is the month before the snapshot that lacks the
-- member.
-- Grain: one household and member.
-- Makes: former_members.
-- Reads: roster.households, roster.left_members, windows.
CREATE OR REPLACE TEMP VIEW former_members AS
FROM roster.left_members SEMI JOIN roster.households USING (household_id)
WHERE last_period >= (SELECT strftime(window_start, '%Y-%m') FROM windows);
