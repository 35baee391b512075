-- The addresses in a batch of persons.
-- Grain: one rid.
-- Reads: $persons.
-- Parameters: $end (NULL: all the rest), $persons (with the columns of link_rows), $start.
SELECT rid, address
FROM query_table($persons)
WHERE address IS NOT NULL AND rid >= $start AND ($end IS NULL OR rid < $end)
ORDER BY rid
