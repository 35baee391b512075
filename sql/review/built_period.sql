-- The period that the published links belong to: the last one built, because every run clears the fingerprints of
-- later periods.
-- Grain: one row; NULL if nothing has ever been published.
-- Reads: runs.
SELECT max(period) FROM runs WHERE fingerprint <> '';
