-- Of which files the members were made.
-- Grain: one source and file. Inputs: roster.snapshots.
DELETE FROM linkage.snapshots;
INSERT INTO linkage.snapshots FROM roster.snapshots;
