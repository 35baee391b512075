-- Sources that have delivered something up to a period. What only they report is expected of households from then on.
-- Grain: one source.
-- Reads: received.in_force.
-- Parameters: $period.
SELECT DISTINCT source
FROM received.in_force
WHERE rows_accepted > 0 AND period <= $period
ORDER BY source;
