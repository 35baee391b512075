-- The version and models of the last run. Every run clears the fingerprints of later periods, which shows which run
-- was last.
-- Grain: one row; none before the first run.
-- Reads: runs.
SELECT program FROM runs WHERE fingerprint <> '' ORDER BY period DESC LIMIT 1;
