-- Addresses of a batch.
-- Grain: one rid. Inputs: the relation $persons; $start, $end.
SELECT rid, address
FROM query_table($persons)
WHERE address IS NOT NULL AND rid >= $start AND ($end IS NULL OR rid < $end)
ORDER BY rid
