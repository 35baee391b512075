-- The period that the published links belong to: the last one built. A run leaves no fingerprint to later periods.
-- Grain: one row; NULL where nothing was ever published. Inputs: runs.
SELECT max(period) FROM runs WHERE fingerprint <> '';
