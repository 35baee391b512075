-- Who left so long ago that nothing dated then can count any more is forgotten, and that those snapshots were read.
-- Grain: one household and member; one file and last_period. Inputs: windows.
DELETE FROM roster.left_members WHERE last_period < (SELECT strftime(window_start, '%Y-%m') FROM windows);
DELETE FROM roster.left_snapshots WHERE last_period < (SELECT strftime(window_start, '%Y-%m') FROM windows);
