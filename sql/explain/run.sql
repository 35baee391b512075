-- The pack with which a period was published.
-- Grain: one row.
-- Reads: runs.
-- Parameters: $period.
SELECT pack, pack_version FROM runs WHERE period = $period;
