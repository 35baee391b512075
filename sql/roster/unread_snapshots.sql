-- Earlier snapshots that have not been read for roster.left_members.
-- Grain: one file and last_period.
-- Makes: unread_snapshots.
-- Reads: earlier_snapshots, roster.left_snapshots.
CREATE OR REPLACE TEMP VIEW unread_snapshots AS
FROM earlier_snapshots WHERE last_period IS NOT NULL
EXCEPT
FROM roster.left_snapshots;
