-- The months that the accepted rows of a file are dated in.
ALTER TABLE files ADD COLUMN first_month VARCHAR; -- NULL for snapshots, without rows, and before version 0.16
ALTER TABLE files ADD COLUMN last_month VARCHAR;
