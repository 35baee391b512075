-- The version and models that linked last: a run takes the fingerprints of all later periods away.
-- Grain: one row, none before the first run. Inputs: runs.
SELECT program FROM runs WHERE fingerprint <> '' ORDER BY period DESC LIMIT 1;
