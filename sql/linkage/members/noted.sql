-- The files that the members were made from.
-- Grain: one source and file.
-- Writes: linkage.snapshots.
-- Reads: roster.snapshots.
DELETE FROM linkage.snapshots;
INSERT INTO linkage.snapshots FROM roster.snapshots;
