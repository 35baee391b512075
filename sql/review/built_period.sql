-- The period that the published links belong to: the last one built. Every run clears the fingerprints of later
-- periods.
-- Grain: one row; NULL if nothing was ever published.
-- Reads: runs.
SELECT max(period) FROM runs WHERE fingerprint <> '';
