-- Forgets who left, and that snapshots were read: all of them are read again.
-- Grain: none.
-- Writes: roster.left_members, roster.left_numbers, roster.left_snapshots.
DELETE FROM roster.left_snapshots;
DELETE FROM roster.left_members;
DELETE FROM roster.left_numbers;
