-- Removes former members who left so long ago that no fact or income of their time can count in either window, and the
-- note that those snapshots were read.
-- Grain: one household and member; one file and last_period.
-- Writes: roster.left_members, roster.left_numbers, roster.left_snapshots.
-- Reads: windows.
DELETE FROM roster.left_members WHERE last_period < (SELECT strftime(prev_start, '%Y-%m') FROM windows);
DELETE FROM roster.left_numbers WHERE last_period < (SELECT strftime(prev_start, '%Y-%m') FROM windows);
DELETE FROM roster.left_snapshots WHERE last_period < (SELECT strftime(prev_start, '%Y-%m') FROM windows);
