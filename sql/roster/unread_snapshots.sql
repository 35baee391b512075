-- Which files roster.left_members was made of, as far as they can still count, and which earlier snapshots were not read for it.
-- Grain: one file and last_period, as in earlier_snapshots. Inputs: earlier_snapshots, roster.left_snapshots, windows.
CREATE OR REPLACE TEMP VIEW snapshots_read AS
FROM roster.left_snapshots
WHERE last_period IS NULL OR last_period >= (SELECT strftime(window_start, '%Y-%m') FROM windows);

CREATE OR REPLACE TEMP VIEW unread_snapshots AS
FROM earlier_snapshots WHERE last_period IS NOT NULL
EXCEPT
FROM snapshots_read;
